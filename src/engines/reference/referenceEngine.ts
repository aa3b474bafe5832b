import '@tensorflow/tfjs-backend-cpu';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { composites } from '../../graph/composites';
import {
  type Attributes,
  type Graph,
  type GraphNode,
  type ProductType,
  type ValueId,
  captured,
} from '../../graph/graph';
import { optimize } from '../../graph/optimize';
import { expand } from '../../graph/passes/expand';
import { tf } from '../../graph/tensorflow';
import { type Engine, type Executable, bound } from '../engine';
import { roundTo } from './rounding';

/** Replays a graph, kernel by kernel, on TensorFlow.js's own CPU backend. Slow and plain: it is what others are checked against. */
export function referenceEngine(): Engine {
  return {
    id: 'reference',
    version: tf.version_core,
    threads: 1,
    device: 'cpu',
    precisions: ['float32', 'bfloat16', 'float16'],
    prepare: graph => Promise.resolve(replay(optimize(expand(graph, composites)))),
  };
}

function replay(graph: Graph): Executable {
  const lastUse = new Map<ValueId, number>();
  graph.nodes.forEach((node, i) => node.inputs.forEach(input => lastUse.set(input, i)));
  const results = new Set(graph.outputs.map(output => output.value));

  return {
    run: async (inputs, outputs) => {
      await tf.setBackend('cpu');
      const tensors = new Map<ValueId, Tensor>();
      const of = (value: ValueId): Tensor => {
        const tensor = tensors.get(value);
        if (!tensor) throw new Error(`Value ${value} was not computed.`);
        return tensor;
      };
      const make = (value: ValueId, data: Float32Array | Int32Array) => {
        const { shape, dtype } = captured(graph.values[value]);
        tensors.set(value, tf.tensor(data.slice(), [...shape], dtype));
      };
      tf.engine().startScope();
      try {
        for (const input of graph.inputs) make(input.value, bound(inputs, input.name));
        for (const constant of graph.constants) make(constant.value, constant.data);
        graph.nodes.forEach((node, index) => {
          const made = runNode(graph, node, node.inputs.map(of));
          node.outputs.forEach((output, i) => {
            const expected = graph.values[output].shape;
            if (made[i].shape.join() !== expected.join()) {
              throw new Error(`${node.kernel} gave [${made[i].shape.join()}], recorded as [${expected.join()}].`);
            }
            tensors.set(output, made[i]);
          });
          for (const value of [...node.inputs, ...node.outputs]) {
            if ((lastUse.get(value) ?? index) === index && !results.has(value)) {
              tensors.get(value)?.dispose();
            }
          }
        });
        for (const { name, value } of graph.outputs) bound(outputs, name).set(of(value).dataSync());
      } finally {
        tf.engine().endScope();
      }
    },
    dispose: () => Promise.resolve(),
  };
}

function runNode(graph: Graph, node: GraphNode, inputs: readonly Tensor[]): Tensor[] {
  const { dtype } = graph.values[node.outputs[0]];
  const isRounded = dtype === 'bfloat16' || dtype === 'float16' || dtype === 'float64';
  if (node.kernel === 'Cast' && (isRounded || dtype === 'float32')) {
    // Numbers of every floating type are held as float32.
    const whole = inputs[0].dtype === 'float32' ? inputs[0] : tf.cast(inputs[0], 'float32');
    return [isRounded ? rounded(dtype, whole) : tf.clone(whole)];
  }
  // TensorFlow.js's own kernel would choose the first number alone.
  if (node.kernel === 'Select' && inputs[0].rank === 0) return [tf.clone(inputs[inputs[0].dataSync()[0] ? 1 : 2])];
  const made = runKernel(node, inputs);
  return isRounded && node.kernel === 'BatchMatMul' ? made.map(tensor => rounded(dtype, tensor)) : made;
}

function rounded(type: ProductType, tensor: Tensor): Tensor {
  const values = tensor.dataSync();
  return tf.tensor(roundTo(type, Float32Array.from(values)), tensor.shape, 'float32');
}

function runKernel(node: GraphNode, inputs: readonly Tensor[]): Tensor[] {
  const named: NamedTensorMap = {};
  // A kernel that takes a list reads it as an array.
  const list: NamedTensorMap & Tensor[] = Object.assign([], named);
  inputs.forEach((input, i) => (node.inputNames ? (named[node.inputNames[i]] = input) : list.push(input)));
  const made: Tensor | Tensor[] = tf
    .engine()
    .runKernel(node.kernel, node.inputNames ? named : list, kernelAttributes(node.kernel, node.attributes));
  return Array.isArray(made) ? made : [made];
}

/** Attributes as the kernel wants them: paddings as pairs. */
function kernelAttributes(kernel: string, attributes: Attributes): NamedAttrMap {
  const copy: NamedAttrMap = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) continue;
    if (typeof value !== 'object') copy[name] = value;
    else if (kernel === 'PadV2' && name === 'paddings') copy[name] = pairs(value);
    else copy[name] = [...value];
  }
  return copy;
}

function pairs(flat: readonly number[]): [number, number][] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
}
