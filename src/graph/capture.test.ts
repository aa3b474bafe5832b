import { expect, test } from 'vitest';
import { capture } from './capture';
import { optimize } from './optimize';

test('a large constant that was not declared is refused', () => {
  expect(() =>
    capture(({ tf, output }) => output('y', tf.tensor1d(Float32Array.from({ length: 100 }, (_, i) => i)))),
  ).toThrow('A constant of 100 numbers, shape [100], was baked into the graph: declare it as an input.');
});

test('a kernel that the capture does not know is refused by its name', () => {
  expect(() =>
    capture(({ tf, input, output }) => {
      const x = input({ name: 'x', shape: [4], role: 'image' });
      output('y', tf.cumsum(x));
    }),
  ).toThrow('Cumsum');
});

test('a tensor of another capture is refused', () => {
  let leaked: Parameters<Parameters<typeof capture>[0]>[0] | undefined;
  capture(context => {
    leaked = context;
    context.output('x', context.input({ name: 'x', shape: [2], role: 'image' }));
  });
  const foreign = leaked?.input({ name: 'x', shape: [2], role: 'image' });
  expect(foreign).toBeDefined();
  expect(() => capture(({ tf, output }) => foreign && output('y', tf.neg(foreign)))).toThrow(/outside the capture/);
});

test('a loss that does not depend on a tensor says which', () => {
  expect(() =>
    capture(({ tf, input, gradients }) => {
      const x = input({ name: 'x', shape: [2], role: 'trainable' });
      const unused = input({ name: 'unused', shape: [2], role: 'trainable' });
      gradients(
        () => tf.sum(tf.square(x)),
        new Map([
          ['x', x],
          ['unused', unused],
        ]),
      );
    }),
  ).toThrow('The loss does not depend on unused.');
});

test('gradients are recorded with the layer of what they come from', () => {
  const graph = optimize(
    capture(({ tf, input, within, gradients, output }) => {
      const x = input({ name: 'x', shape: [3, 4], role: 'image' });
      const w = input({ name: 'w', shape: [2, 4], role: 'trainable', layer: 5 });
      const made = gradients(() => within(5, () => tf.sum(tf.gelu(tf.linear(x, w)))), new Map([['w', w]]));
      for (const [name, gradient] of made) output(name, gradient);
    }),
  );
  expect(graph.nodes.map(node => [node.kernel, node.layer])).toContainEqual(['GeluGrad', 5]);
  expect(graph.nodes.map(node => [node.kernel, node.layer])).toContainEqual(['BatchMatMul', 5]);
});
