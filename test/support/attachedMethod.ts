// Runs what a method attaches to one site of a tiny backbone, on TensorFlow.js's own CPU backend.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, expect } from 'vitest';
import { type Architecture, findArchitecture } from '../../src/backbones/architecture';
import type { Initialization, Layer } from '../../src/backbones/parameter';
import { type Attachment, type PromptContext, type Site, type SiteContext, sites } from '../../src/backbones/sites';
import type { Operations } from '../../src/graph/operations';
import { findMethod } from '../../src/methods/catalogue';
import type { Hyperparameters, Values } from '../../src/methods/hyperparameters';
import type { Method } from '../../src/methods/method';

export const architecture: Architecture = { ...findArchitecture('vit-nano'), width: 4, mlpWidth: 16, depth: 2 };
export const [batch, tokens, width] = [2, 5, architecture.width];

beforeAll(() => tf.setBackend('cpu'));

export const absent = (): never => {
  throw new Error('No method here needs this operation.');
};

/** The operations in plain TensorFlow.js, independent of how the graph runs them. */
export const operations: Operations = {
  ...tf,
  linear: (x, weight, bias) => {
    const [outputs, inputs] = weight.shape;
    const product = tf.matMul(tf.reshape(x, [-1, inputs]), weight, false, true);
    return tf.add(tf.reshape(product, [...x.shape.slice(0, -1), outputs]), bias ?? 0);
  },
  gelu: x => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1)),
  layerNorm: absent,
  attention: absent,
};

let seed = 0;
export const random = <R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> =>
  tf.randomNormal(shape, 0, 1, 'float32', ++seed);

function filled(shape: readonly number[], initialization: Initialization): tf.Tensor {
  const sides = [...shape];
  switch (initialization.kind) {
    case 'constant':
      return tf.fill(sides, initialization.value);
    case 'uniform':
      return tf.randomUniform(sides, -initialization.bound, initialization.bound, 'float32', ++seed);
    case 'normal':
      return tf.randomNormal(sides, initialization.mean, initialization.std, 'float32', ++seed);
    case 'truncated-normal':
      return tf.truncatedNormal(sides, 0, initialization.std, 'float32', ++seed);
  }
}

export type Given = Values<Hyperparameters>;
export type Tensors = Readonly<Record<string, tf.Tensor>>;

export function valuesOf(id: string, given: Given): Given {
  const declared = Object.entries(findMethod(id).hyperparameters);
  return Object.fromEntries(declared.map(([name, declaration]) => [name, given[name] ?? declaration.default]));
}

/** The tensors that a method adds to a layer, as it initialises them. */
export function freshTensors(method: Method, values: Given, layer: Layer): Tensors {
  const added = method.parameters(architecture, values).filter(tensor => tensor.kind === 'added');
  const own = added.filter(tensor => tensor.layer === layer);
  return Object.fromEntries(own.map(({ name, shape, initialization }) => [name, filled(shape, initialization)]));
}

/** What the method does to the backbone, and a context that holds its freshly initialised tensors. */
export function attached(id: string, given: Given = {}) {
  const method = findMethod(id);
  const values = valuesOf(id, given);
  const attachment: Attachment = method.attach?.(values, architecture) ?? {};
  const used = sites.filter(site => attachment.sites?.[site]);
  const act = (site: Site, layer: Layer, value: tf.Tensor3D, seen: Partial<SiteContext> = {}): tf.Tensor3D => {
    const own = freshTensors(method, values, layer);
    const context = { ...base(layer, own), input: value, residual: value, ...seen };
    return attachment.sites?.[site]?.(value, context) ?? absent();
  };
  return { attachment, used, act };
}

export function base(layer: Layer, tensors: Tensors): PromptContext {
  return {
    tf: operations,
    layer,
    batch,
    parameter: name => {
      if (!(name in tensors)) throw new Error(`"${name}" is not among ${Object.keys(tensors).join(', ')}.`);
      return tensors[name];
    },
    dropout: value => value,
  };
}

export const holding = (tensors: Tensors) => ({ parameter: base(0, tensors).parameter });

export function expectClose(actual: tf.Tensor, expected: tf.Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0]).toBeLessThan(1e-5);
}

/** W u of each token, by an einsum of its own. */
export const times = (u: tf.Tensor, weight: tf.Tensor): tf.Tensor => tf.einsum('bni,oi->bno', u, weight);

export const channels = (site: Site): number => (site === 'fc1' ? architecture.mlpWidth : width);
export const inputs = (site: Site): number => (site === 'fc2' ? architecture.mlpWidth : width);
