import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import {
  absent,
  architecture,
  attached,
  base,
  batch,
  channels,
  expectClose,
  freshTensors,
  holding,
  inputs,
  operations,
  random,
  times,
  tokens,
  valuesOf,
  width,
  type Given,
  type Tensors,
} from '../../test/support/attachedMethod';
import { findMethod, methods } from './catalogue';

const everyTarget: Given = { targets: ['q', 'k', 'v', 'output', 'fc1', 'fc2'] };

test.each([
  ['lora', everyTarget],
  ['adaptformer', {}],
  ['pfeiffer', {}],
  ['ssf', { std: 0 }],
])('a fresh %s leaves the network as it was', (id, given: Given) => {
  const { used, act } = attached(id, given);
  for (const site of used) {
    const layer = site === 'patch' ? 'embedding' : site === 'norm' ? 'norm' : 1;
    const value = random<tf.Rank.R3>([batch, tokens, channels(site)]);
    const result = act(site, layer, value, { input: random([batch, tokens, inputs(site)]) });
    expectClose(result, value);
  }
});

test.each(methods.filter(({ hyperparameters, attach }) => attach && 'layers' in hyperparameters).map(({ id }) => id))(
  '%s of the last block does nothing to the first',
  id => {
    const { attachment, used, act } = attached(id, { layers: [1] });
    const value = random<tf.Rank.R3>([batch, tokens, width]);
    for (const site of used) {
      expect(act(site, 0, value)).toBe(value);
      expect(act(site, 'embedding', value)).toBe(value);
    }
    expect(attachment.prompts?.(base(0, {}))).toBeUndefined();
  },
);

test('LoRA adds (alpha / rank) B A u, u being what the target reads', () => {
  const { act } = attached('lora', { rank: 2, alpha: 6, ...everyTarget });
  for (const site of ['q', 'fc1', 'fc2'] as const) {
    const [value, input] = [
      random<tf.Rank.R3>([batch, tokens, channels(site)]),
      random<tf.Rank.R3>([batch, tokens, inputs(site)]),
    ];
    const [a, b] = [random([2, inputs(site)]), random([channels(site), 2])];
    const result = act(site, 0, value, { input, ...holding({ [`${site}.a`]: a, [`${site}.b`]: b }) });
    expectClose(result, tf.add(value, tf.mul(3, times(times(input, a), b))));
  }
});

test('LoRA drops values of its own input alone', () => {
  const { act } = attached('lora', { rank: 2, alpha: 2, dropout: 0.5 });
  const [value, input] = [random<tf.Rank.R3>([batch, tokens, width]), random<tf.Rank.R3>([batch, tokens, width])];
  const [a, b] = [random([2, width]), random([width, 2])];
  const rates: number[] = [];
  const dropout = <T extends tf.Tensor>(dropped: T, rate: number): T => {
    rates.push(rate);
    return tf.zerosLike(dropped);
  };
  expectClose(act('q', 0, value, { input, dropout, ...holding({ 'q.a': a, 'q.b': b }) }), value);
  expect(rates).toEqual([0.5]);
});

const bottleneck = (): Tensors => ({
  'down.weight': random([3, width]),
  'down.bias': random([3]),
  'up.weight': random([width, 3]),
  'up.bias': random([width]),
});

test('AdaptFormer adds s (W_up relu(W_down x + b) + b) of the residual stream, which is not normalised', () => {
  const { act } = attached('adaptformer', { bottleneck: 3, scale: 0.7 });
  const [value, residual] = [random<tf.Rank.R3>([batch, tokens, width]), random<tf.Rank.R3>([batch, tokens, width])];
  const tensors = bottleneck();
  const hidden = tf.relu(tf.add(times(residual, tensors['down.weight']), tensors['down.bias']));
  const adapted = tf.add(times(hidden, tensors['up.weight']), tensors['up.bias']);
  const result = act('mlp', 1, value, { residual, input: random([batch, tokens, width]), ...holding(tensors) });
  expectClose(result, tf.add(value, tf.mul(0.7, adapted)));
});

test('AdaptFormer drops hidden values after the activation', () => {
  const { act } = attached('adaptformer', { bottleneck: 3, scale: 1, dropout: 0.25 });
  const value = random<tf.Rank.R3>([batch, tokens, width]);
  const tensors = bottleneck();
  const dropout = <T extends tf.Tensor>(hidden: T, rate: number): T => {
    expect(hidden.shape).toEqual([batch, tokens, 3]);
    expect(tf.min(hidden).dataSync()[0]).toBe(0);
    expect(rate).toBe(0.25);
    return tf.zerosLike(hidden);
  };
  expectClose(act('mlp', 1, value, { dropout, ...holding(tensors) }), tf.add(value, tensors['up.bias']));
});

test('the Pfeiffer adapter reads the output of the MLP through a GELU', () => {
  const { act } = attached('pfeiffer', { bottleneck: 3 });
  const value = random<tf.Rank.R3>([batch, tokens, width]);
  const tensors = bottleneck();
  const hidden = operations.gelu(tf.add(times(value, tensors['down.weight']), tensors['down.bias']));
  const adapted = tf.add(times(hidden, tensors['up.weight']), tensors['up.bias']);
  const elsewhere = {
    input: random<tf.Rank.R3>([batch, tokens, width]),
    residual: random<tf.Rank.R3>([batch, tokens, width]),
  };
  expectClose(act('mlp', 0, value, { ...elsewhere, ...holding(tensors) }), tf.add(value, adapted));
});

test.each(['pfeiffer', 'adaptformer', 'lora'])(
  'a fresh %s is alive: a gradient reaches the weight on its way up',
  id => {
    const site = id === 'lora' ? 'q' : 'mlp';
    const up = id === 'lora' ? 'q.b' : 'up.weight';
    const values = valuesOf(id, {});
    const method = findMethod(id);
    const tensors = freshTensors(method, values, 0);
    const value = random<tf.Rank.R3>([batch, tokens, width]);
    const weights = random([batch, tokens, width]);
    const loss = (weight: tf.Tensor): tf.Tensor => {
      const context = { ...base(0, { ...tensors, [up]: weight }), input: value, residual: value };
      return tf.sum(tf.mul(weights, method.attach?.(values, architecture).sites?.[site]?.(value, context) ?? absent()));
    };
    expect(tf.max(tf.abs(tf.grad(loss)(tensors[up]))).dataSync()[0]).toBeGreaterThan(1e-4);
  },
);

test('SSF scales and shifts each channel, of the embedding and the final norm too', () => {
  const { act } = attached('ssf');
  const places = [
    ['patch', 'embedding'],
    ['q', 0],
    ['fc1', 1],
    ['norm', 'norm'],
  ] as const;
  for (const [site, layer] of places) {
    const value = random<tf.Rank.R3>([batch, tokens, channels(site)]);
    const [scale, shift] = [random([channels(site)]), random([channels(site)])];
    const result = act(site, layer, value, holding({ [`${site}.scale`]: scale, [`${site}.shift`]: shift }));
    expectClose(result, tf.add(tf.mul(value, scale), shift));
  }
});

test('VPT-Shallow puts its prompts between CLS and the patches of the first block alone', () => {
  const { act } = attached('vpt-shallow', { prompts: 3 });
  const value = random<tf.Rank.R3>([batch, tokens, width]);
  const prompts = random([1, 3, width]);
  const result = act('tokens', 0, value, holding({ prompts }));
  expect(result.shape).toEqual([batch, 1 + 3 + 4, width]);
  for (const image of [0, 1]) {
    const [cls, own, patches] = tf.split(tf.slice(result, [image, 0, 0], [1, -1, -1]), [1, 3, 4], 1);
    expectClose(cls, tf.slice(value, [image, 0, 0], [1, 1, width]));
    expectClose(own, prompts);
    expectClose(patches, tf.slice(value, [image, 1, 0], [1, 4, width]));
  }
  expect(act('tokens', 1, value)).toBe(value);
});

test('VPT-Deep shares its prompts among the images, but draws a dropout mask for each of them', () => {
  const prompts = random([1, 3, width]);
  const context = base(1, { prompts });
  const shapes: number[][] = [];
  const dropout = <T extends tf.Tensor>(value: T): T => {
    shapes.push(value.shape);
    return tf.mul(value, 2);
  };
  const given = (rate: number) => attached('vpt-deep', { prompts: 3, dropout: rate }).attachment.prompts ?? absent();
  expectClose(given(0)({ ...context, dropout }) ?? absent(), prompts);
  expect(shapes).toEqual([]);
  expectClose(given(0.1)(context) ?? absent(), prompts);
  const dropped = given(0.1)({ ...context, dropout }) ?? absent();
  expect(shapes).toEqual([[batch, 3, width]]);
  expectClose(dropped, tf.concat([tf.mul(prompts, 2), tf.mul(prompts, 2)], 0));
});
