import { expect, test } from 'vitest';
import type { RunCurves } from '../../protocol/metricsPanel';
import { onOneBuffer } from './oneBuffer';

const table = (...epoch: number[]) => ({
  epoch: Float64Array.from(epoch),
  columns: [{ series: 'loss.train', y: Float64Array.from(epoch, value => value / 3) }],
});

const curvesOf = (run: string): RunCurves => ({
  run,
  end: 3,
  curves: [
    { series: 'loss.train', x: Float64Array.of(1, 2, 3), y: Float32Array.of(0.1, NaN, 0.3), smooth: null },
    { series: 'memory', x: Float64Array.of(1), y: Float32Array.of(5), smooth: Float32Array.of(6) },
    { series: 'learningRate', x: Float64Array.of(), y: Float32Array.of(), smooth: null },
  ],
  epochs: table(1, 2),
  precision: table(),
});

test('curves of any number of runs are what they were, all their numbers in one buffer', () => {
  const runs = Array.from({ length: 40 }, (_, i) => curvesOf(`run-${i}`));
  const sent = onOneBuffer(runs);
  expect(sent).toEqual(runs);
  const arrays = sent.flatMap(({ curves, epochs, precision }) => [
    ...curves.flatMap(({ x, y, smooth }) => [x, y, smooth ?? x]),
    ...[epochs, precision].flatMap(({ epoch, columns }) => [epoch, ...columns.map(({ y }) => y)]),
  ]);
  expect(new Set(arrays.map(({ buffer }) => buffer)).size).toBe(1);
});
