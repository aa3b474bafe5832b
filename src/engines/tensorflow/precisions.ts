import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { capture } from '../../graph/capture';
import type { Graph } from '../../graph/graph';
import { lowerPrecision } from '../../graph/passes/lowerPrecision';
import type { Precision } from '../../protocol/precision';
import { hasTensorFloat32 } from '../tensorFloat32';
import type { TensorFlowBinding } from './binding';
import { eagerRunner } from './eagerRunner';
import { lower } from './lower';
import { createTensor } from './tensors';

/** Of the matrices that are multiplied to try a type out. */
const side = 16;

/** A product of matrices of ones, and one of batches of them: `[2, side, side]`, every number of it the side. */
function products(): Graph {
  return capture(({ tf, input, output }) => {
    const one: Tensor2D = tf.reshape(input({ name: 'one', shape: [side, side], role: 'image' }), [side, side]);
    const two: Tensor3D = tf.reshape(tf.concat([one, one]), [2, side, side]);
    output('flat', tf.matMul(one, one, false, true));
    output('batched', tf.matMul(two, two, false, true));
  });
}

/**
 * What TensorFlow can compute in here, found out by trying: which kernels it has depends on its version, and which of
 * them work on the card.
 */
export function precisionsOf(binding: TensorFlowBinding): readonly Precision[] {
  const tf32: readonly Precision[] = binding.isUsingGpuDevice() && hasTensorFloat32() ? ['tf32'] : [];
  const casts: readonly Precision[] = ['bfloat16', 'float16'];
  return ['float32', ...tf32, ...casts.filter(precision => multiplies(binding, precision))];
}

function multiplies(binding: TensorFlowBinding, precision: Precision): boolean {
  const runner = eagerRunner(binding, lower(lowerPrecision(products(), precision)));
  const data = new Float32Array(side * side).fill(1);
  const tensors = [createTensor(binding, { dtype: 'float32', shape: [side, side], data })];
  try {
    const results = runner.run(tensors);
    tensors.push(...results);
    return results.every(id => binding.tensorDataSync(id).every(number => number === side));
  } catch {
    return false;
  } finally {
    tensors.forEach(id => binding.deleteTensor(id));
    runner.dispose();
  }
}
