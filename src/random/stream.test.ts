import { expect, test } from 'vitest';
import { RandomStream } from './stream';

const draw = (stream: RandomStream, n: number) => Array.from({ length: n }, () => stream.uniform());

test('equal seed and keys give equal numbers, another seed or key others', () => {
  expect(draw(new RandomStream(1, 'order', 3), 5)).toEqual(draw(new RandomStream(1, 'order', 3), 5));
  expect(draw(new RandomStream(1, 'order', 3), 5)).not.toEqual(draw(new RandomStream(2, 'order', 3), 5));
  expect(draw(new RandomStream(1, 'order', 3), 5)).not.toEqual(draw(new RandomStream(1, 'order', 4), 5));
});

test('normal numbers have mean 0 and variance 1', () => {
  const stream = new RandomStream(7, 'normal');
  const values = Array.from({ length: 20_000 }, () => stream.normal());
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.04);
});

test('shuffled keeps every item', () => {
  const items = Array.from({ length: 100 }, (_, i) => i);
  const shuffled = new RandomStream(3).shuffled(items);
  expect(shuffled).not.toEqual(items);
  expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
});
