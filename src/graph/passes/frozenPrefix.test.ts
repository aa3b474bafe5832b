import { expect, test } from 'vitest';
import type { MethodSelection } from '../../methods/instances';
import { evaluationGraph } from '../../training/evaluationGraph';
import { gradientGraph, names } from '../../training/gradientGraph';
import { select, smallArchitecture, smallNetwork } from '../../../test/numeric/networks';
import { capture } from '../capture';
import { producers } from '../graph';
import { optimize } from '../optimize';
import { chooseCut, prefixGraph, remainderGraph } from './frozenPrefix';

const batch = 2;
const unlimited = 1e9;
const { width } = smallArchitecture;
const graphOf = (...selections: readonly MethodSelection[]) =>
  gradientGraph(smallNetwork(...selections), batch, false).graph;

test.each([1, 2, 5])('a linear probe in batches of %i keeps its features: as many floats as they are wide', images => {
  const { graph } = gradientGraph(smallNetwork(select('linear')), images, false);
  const cut = chooseCut(graph, images, unlimited);
  expect(cut?.bytesPerImage).toBe(4 * width);
  expect(cut?.values.map(value => graph.values[value].shape)).toEqual([[images, width]]);
});

test('what is kept is made of images and frozen weights alone, and its images are asked for no more', () => {
  for (const selection of [
    select('partial', { blocks: 2 }),
    select('vpt-deep'),
    select('lora', { layers: 'last-1' }),
  ]) {
    const graph = graphOf(selection);
    const cut = chooseCut(graph, batch, unlimited);
    if (!cut) throw new Error(`Nothing of ${selection.method.id} is kept.`);
    const prefix = prefixGraph(graph, cut);
    expect(new Set(prefix.inputs.map(({ role }) => role))).toEqual(new Set(['frozen', 'image']));
    expect(prefix.outputs.map(({ name }) => name)).toEqual(cut.values.map((_, i) => `prefix.${i}`));
    const rest = remainderGraph(graph, cut, graph);
    expect(rest.inputs.map(({ name }) => name)).not.toContain(names.images);
    expect(rest.inputs.filter(({ role }) => role === 'image').map(({ name }) => name)).toEqual(
      prefix.outputs.map(({ name }) => name),
    );
    expect(prefix.nodes.length + rest.nodes.length).toBe(graph.nodes.length);
  }
});

test('the more blocks are frozen, the more of them is left to the prefix', () => {
  const kept = [1, 2, 3].map(blocks => {
    const graph = graphOf(select('partial', { blocks }));
    const cut = chooseCut(graph, batch, unlimited);
    return cut ? prefixGraph(graph, cut).nodes.length : 0;
  });
  expect(kept).toEqual([...kept].sort((a, b) => b - a));
  expect(new Set(kept).size).toBe(3);
});

test('a smaller budget is kept to, at the price of computing more again', () => {
  const graph = graphOf(select('lora', { layers: 'last-1' }));
  const most = chooseCut(graph, batch, unlimited);
  if (!most) throw new Error('Nothing is kept.');
  const sizes = [most.bytesPerImage, most.bytesPerImage - 1, most.bytesPerImage / 2, 8].map(
    bytes => chooseCut(graph, batch, bytes)?.bytesPerImage ?? 0,
  );
  expect(sizes[0]).toBe(most.bytesPerImage);
  expect(sizes[1]).toBeLessThan(most.bytesPerImage);
  expect(sizes[2]).toBeLessThanOrEqual(most.bytesPerImage / 2);
  expect(sizes[3]).toBe(0);
});

test('nothing is kept where training begins at the patches', () => {
  expect(chooseCut(graphOf(select('full')), batch, unlimited)).toBeNull();
});

test('evaluation reads what the training graph kept', () => {
  const network = smallNetwork(select('vpt-deep', { layers: 'last-1', dropout: 0.3 }));
  const training = gradientGraph(network, batch, false).graph;
  const cut = chooseCut(training, batch, unlimited);
  if (!cut) throw new Error('Nothing is kept.');
  const evaluation = remainderGraph(evaluationGraph(network, batch, ['logits']), cut, training);
  const read = evaluation.inputs.filter(({ role }) => role === 'image').map(({ name }) => name);
  expect(read).toEqual(cut.values.map((_, i) => `prefix.${i}`));
});

test('what mixes the images of a batch is never kept, however much it costs', () => {
  const graph = optimize(
    capture(({ tf, input, output }) => {
      const images = input({ name: 'images', shape: [4, 64], role: 'image' });
      const weight = input({ name: 'weight', shape: [64, 64], role: 'trainable' });
      const mixed = tf.transpose(
        tf.linear(tf.transpose(images), input({ name: 'frozen', shape: [8, 4], role: 'frozen' })),
      );
      output('y', tf.matMul(tf.reshape(mixed, [8, 64]), tf.reshape(weight, [64, 64])));
    }),
  );
  expect(chooseCut(graph, 4, unlimited)).toBeNull();
});

test('what is made of targets, masks or numbers that change is computed anew', () => {
  const graph = optimize(
    capture(({ tf, input, output }) => {
      const kept = tf.exp(input({ name: 'images', shape: [2, 8], role: 'image' }));
      const others = (['target', 'random', 'state', 'scalar'] as const).map(role =>
        tf.exp(input({ name: role, shape: [2, 8], role })),
      );
      const weight = input({ name: 'weight', shape: [4, 8], role: 'trainable' });
      output(
        'y',
        tf.linear(
          tf.addN([tf.linear(kept, input({ name: 'frozen', shape: [8, 8], role: 'frozen' })), ...others]),
          weight,
        ),
      );
    }),
  );
  const cut = chooseCut(graph, 2, unlimited);
  if (!cut) throw new Error('Nothing is kept.');
  expect(
    prefixGraph(graph, cut)
      .inputs.map(({ name }) => name)
      .sort(),
  ).toEqual(['frozen', 'images']);
  expect(remainderGraph(graph, cut, graph).inputs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['target', 'random', 'state', 'scalar', 'weight']),
  );
});

test('of two places to cut, the one that keeps less wins where computing again is cheap', () => {
  const graph = optimize(
    capture(({ tf, input, output }) => {
      const images = input({ name: 'images', shape: [2, 8, 8], role: 'image' });
      const frozen = input({ name: 'frozen', shape: [4, 8], role: 'frozen' });
      const narrow = tf.linear(images, frozen);
      const wide = tf.concat([narrow, tf.neg(narrow), tf.square(narrow), tf.exp(narrow)], 2);
      output('y', tf.mul(wide, input({ name: 'w', shape: [16], role: 'trainable' })));
    }),
  );
  const cut = chooseCut(graph, 2, unlimited);
  expect(cut?.values.map(value => producers(graph).get(value)?.kernel)).toEqual(['Reshape']);
  expect(cut?.bytesPerImage).toBe(4 * 8 * 4);
});
