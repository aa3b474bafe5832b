import { createRequire } from 'node:module';
import type { KernelBackend, Tensor, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { type TensorFlowBinding, loadBinding } from '../src/engines/tensorflow/binding';
import { composites } from '../src/graph/composites';
import type { Operations } from '../src/graph/operations';
import { tf } from '../src/graph/tensorflow';
import { captureNetwork } from '../src/training/network';
import type { BenchedStep, StepTask } from './stepTask';
import { optimizer } from './stepTask';

/** Our operations as anybody would write them in TensorFlow.js: it differentiates them by itself. */
const operations: Operations = {
  ...tf,
  linear: <T extends Tensor>(x: T, weight: Tensor, bias?: Tensor): T => {
    const flat = tf.reshape(x, [-1, x.shape[x.rank - 1]]);
    const [y] = composites.Linear(operations, bias ? [flat, weight, bias] : [flat, weight], {});
    return tf.reshape(y, [...x.shape.slice(0, -1), weight.shape[0]]) as T;
  },
  layerNorm: <T extends Tensor>(x: T, gamma: Tensor, beta: Tensor, epsilon: number): T =>
    composites.LayerNorm(operations, [x, gamma, beta], { epsilon })[0] as T,
  gelu: <T extends Tensor>(x: T): T => composites.Gelu(operations, [x], {})[0] as T,
  attention: (q, k, v) => composites.Attention(operations, [q, k, v], {})[0] as Tensor4D,
};

/** What of the package's JavaScript is used. */
interface NodePackage {
  readonly NodeJSKernelBackend: new (binding: TensorFlowBinding, packageName: string) => KernelBackend;
}

const packageName = '@tensorflow/tfjs-node-gpu';

/** Registers the package's own backend, its kernels and its addon, wherever that was built. */
async function useNodeBackend(addon: string): Promise<void> {
  const require = createRequire(__filename);
  // Node 23 took away what the package's JavaScript asks for.
  const legacy: Record<string, unknown> = require('node:util');
  legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  // It brings its own copy of TensorFlow.js; engine and kernels are shared by all copies, in globals.
  require(`${packageName}/dist/register_all_kernels`);
  const { NodeJSKernelBackend }: NodePackage = require(`${packageName}/dist/nodejs_kernel_backend`);
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(loadBinding(addon), packageName));
  await tf.setBackend('tensorflow');
  if (tf.getBackend() !== 'tensorflow') throw new Error(`The backend is ${tf.getBackend()}, not tensorflow.`);
}

/** A training step of the network, eager: every operation is run as the code comes to it, and autodiff runs each time. */
export async function eagerStep({ network, tensors, batch }: StepTask, addon: string): Promise<BenchedStep> {
  await useNodeBackend(addon);
  const shapes = new Map([...network.backbone, ...network.trainables].map(({ name, shape }) => [name, [...shape]]));
  const made = (name: string) => tf.tensor(tensors.get(name) ?? [], shapes.get(name), 'float32');
  const trainables = network.trainables.map(tensor => ({
    ...tensor,
    variable: tf.variable(made(tensor.name), true, tensor.name),
    first: tf.variable(tf.zeros([...tensor.shape]), false),
    second: tf.variable(tf.zeros([...tensor.shape]), false),
  }));
  const variables = new Map<string, Tensor>(trainables.map(({ name, variable }) => [name, variable]));
  const frozen = network.backbone.filter(({ name }) => !variables.has(name));
  const weights = new Map<string, Tensor>([...variables, ...frozen.map(({ name }) => [name, made(name)] as const)]);
  // What the engine holds of them by now is enough.
  for (const name of shapes.keys()) tensors.delete(name);
  const { imageSize } = network.architecture;
  let step = 0;

  const lossOf = (images: Tensor4D, targets: Tensor): Tensor => {
    const input = ({ name, shape }: { name: string; shape: readonly number[] }) =>
      // What a capture would declare and a step would fill: dropout's masks.
      weights.get(name) ?? operations.ones([...shape]);
    const { logits } = captureNetwork(
      network,
      {
        tf: operations,
        input,
        within: (_, code) => code(),
        output: () => undefined,
        gradients: () => new Map(),
      },
      images,
      'training',
    );
    return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)));
  };

  return {
    take: () =>
      Promise.resolve(
        tf.tidy(() => {
          step++;
          const images: Tensor4D = tf.tensor4d(batch.images, [batch.size, 3, imageSize, imageSize]);
          const targets = tf.tensor2d(batch.targets, [batch.size, network.classes]);
          const { value, grads } = tf.variableGrads(
            () => tf.squeeze(lossOf(images, targets)),
            trainables.map(({ variable }) => variable),
          );
          for (const { name, variable, first, second, decay } of trainables) {
            tf.tidy(() => adamW({ variable, first, second }, grads[name], decay ? optimizer.weightDecay : 0, step));
          }
          return value.dataSync()[0];
        }),
      ),
  };
}

interface Slots {
  readonly variable: Variable;
  readonly first: Variable;
  readonly second: Variable;
}

function adamW({ variable, first, second }: Slots, gradient: Tensor, weightDecay: number, step: number): void {
  const { beta1, beta2, epsilon, learningRate } = optimizer;
  first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
  second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
  const root = tf.sqrt(tf.div(second, 1 - beta2 ** step));
  const change = tf.mul(tf.div(first, tf.add(root, epsilon)), learningRate / (1 - beta1 ** step));
  const decayed = weightDecay === 0 ? variable : tf.mul(variable, 1 - learningRate * weightDecay);
  variable.assign(tf.sub(decayed, change));
}
