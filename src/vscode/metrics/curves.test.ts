import { expect, test } from 'vitest';
import { metricsCsv } from './metricsCsv';
import { plottedCurves } from './plottedCurves';
import { epoch, historyOf, precision, started, step } from './runHistory.fixture';
import { smoothed } from './smoothing';
import { thinned } from './thinning';
import { valuesAt } from './valuesAt';

const all = { axis: 'step', smoothing: 0, range: null } as const;

test('few points are all kept, many are thinned with their extremes, their ends and their order', () => {
  expect([...thinned(Float64Array.of(3, 1, 2), 0, 3)]).toEqual([0, 1, 2]);
  const values = Float64Array.from({ length: 20_000 }, (_, i) => Math.sin(i / 700));
  values[7777] = 99;
  values[15_001] = -99;
  const chosen = [...thinned(values, 0, values.length)];
  expect(chosen.length).toBeLessThanOrEqual(800);
  expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
  expect(chosen).toEqual(expect.arrayContaining([0, 7777, 15_001, 19_999]));
});

test('a stretch without a number leaves a gap in what is thinned', () => {
  const values = new Float64Array(5000).fill(1).fill(NaN, 2000, 3000);
  expect([...thinned(values, 0, 5000)].some(i => Number.isNaN(values[i]))).toBe(true);
});

test('the exponential mean starts at the first value, and gaps weigh nothing', () => {
  expect([...smoothed(Float64Array.of(4, 4, 4), 0.9)]).toEqual([4, 4, 4].map(value => expect.closeTo(value, 12)));
  expect([...smoothed(Float64Array.of(0, NaN, 3), 0.5)]).toEqual([0, NaN, 2]);
});

const history = historyOf([
  [0, started(2, 4)],
  [1, step(1, { modules: { head: 0.5 } })],
  [2, step(2, { loss: null, learningRate: 0.25 })],
  [4, epoch(1, 0.75)],
  [5, step(3)],
]);
const curve = (series: string, view: Parameters<typeof plottedCurves>[2] = all) =>
  plottedCurves('a', history, view).curves.find(one => one.series === series);

test('curves lie on the axis of the view: steps, parts of epochs, or seconds', () => {
  expect([...(curve('loss.train')?.x ?? [])]).toEqual([1, 2, 3]);
  expect([...(curve('loss.train', { ...all, axis: 'epoch' })?.x ?? [])]).toEqual([0.5, 1, 1.5]);
  expect([...(curve('accuracy.validation', { ...all, axis: 'time' })?.x ?? [])]).toEqual([4]);
  expect(plottedCurves('a', history, all).end).toBe(3);
});

test('a zoomed view has the points within, and one on either side', () => {
  const long = historyOf(Array.from({ length: 100 }, (_, i) => [i, step(i + 1)] as const));
  const { curves } = plottedCurves('a', long, { ...all, range: { min: 39.5, max: 42 } });
  expect([...(curves.find(({ series }) => series === 'loss.train')?.x ?? [])]).toEqual([39, 40, 41, 42, 43]);
});

test('what is set is not smoothed', () => {
  const view = { ...all, smoothing: 0.9 };
  expect(curve('learningRate', view)?.smooth).toBeNull();
  expect(curve('gradientNorm', view)?.smooth).toHaveLength(3);
});

test('the table has a row for each finished epoch: means over it, and the last learning rate', () => {
  const { epoch: epochs, columns } = plottedCurves('a', history, all).epochs;
  const column = (name: string) => [...(columns.find(({ series }) => series === name)?.y ?? [])];
  expect([...epochs]).toEqual([1]);
  expect(column('learningRate')).toEqual([0.25]);
  expect(column('imagesPerSecond')).toEqual([8]);
  expect(column('accuracy.validation')).toEqual([0.75]);
});

test('the values at a place are those of the nearest step, exact, with the last validation before it', () => {
  const seen = valuesAt('a', history, 'step', 2.9);
  expect(seen).toMatchObject({ step: 3, epoch: 2 });
  expect(seen?.values).toContainEqual({ series: 'accuracy.validation', value: 0.75 });
  expect(valuesAt('a', history, 'step', 1)?.values.some(({ series }) => series === 'loss.validation')).toBe(false);
  expect(valuesAt('a', history, 'step', 2)?.values).toContainEqual({ series: 'loss.train', value: null });
  expect(valuesAt('a', history, 'step', 50)).toBeNull();
});

const lower = historyOf([
  [0, started(2, 4)],
  [1, precision(0, 2.5, 2)],
  [2, step(1)],
  [3, step(2)],
  [4, epoch(1)],
  [5, precision(1, null, 1)],
  [6, step(3)],
  [7, step(4)],
  [8, precision(2, 0.5, 1)],
]);

test('what a precision does to the loss is drawn as a difference, and in its table as the losses and a share too', () => {
  const { curves, precision: table, end } = plottedCurves('a', lower, { ...all, axis: 'time' });
  const difference = curves.find(({ series }) => series === 'precision.difference');
  expect([...(difference?.x ?? [])]).toEqual([1, 5, 8]);
  expect([...(difference?.y ?? [])]).toEqual([0.5, NaN, -0.5]);
  expect(end).toBe(8);
  expect([...table.epoch]).toEqual([0, 1, 2]);
  expect(Object.fromEntries(table.columns.map(({ series, y }) => [series, [...y]]))).toEqual({
    'precision.loss': [2.5, NaN, 0.5],
    'precision.float32': [2, 1, 1],
    'precision.difference': [0.5, NaN, -0.5],
    'precision.relative': [0.25, NaN, -0.5],
  });
  expect(valuesAt('a', lower, 'step', 1)?.values).toContainEqual({ series: 'precision.relative', value: 0.25 });
  expect(valuesAt('a', lower, 'step', 4)?.values).toContainEqual({ series: 'precision.difference', value: -0.5 });
});

test('a run in float32 has nothing to say of its precision', () => {
  expect(curve('precision.difference')).toBeUndefined();
  expect(plottedCurves('a', history, all).precision.epoch).toHaveLength(0);
  expect(metricsCsv([{ name: 'a', history }], null)).not.toContain('precision');
});

test('the file of a precision has a line before the first step and one after each epoch; that of all, every step', () => {
  expect(metricsCsv([{ name: 'a', history: lower }], 'precision').split('\n')).toEqual([
    'run,epoch,step,time,precision_loss,precision_float32,precision_difference,precision_relative',
    'a,0,0,2024-05-06T12:00:01.000Z,2.5,2,0.5,0.25',
    'a,1,2,2024-05-06T12:00:03.000Z,,1,,',
    'a,2,4,2024-05-06T12:00:07.000Z,0.5,1,-0.5,-0.5',
    '',
  ]);
  const steps = metricsCsv([{ name: 'a', history: lower }], null)
    .trimEnd()
    .split('\n');
  expect(steps.slice(1).map(line => line.split(',')[2])).toEqual(['0', '1', '2', '3', '4']);
});

test('the file has every step, exact, with validations where they belong, and quotes what needs it', () => {
  const lines = metricsCsv([{ name: 'a, "b"', history }], 'loss').split('\n');
  expect(lines).toEqual([
    'run,epoch,step,time,train_loss,validation_loss',
    '"a, ""b""",1,1,2024-05-06T12:00:01.000Z,1,',
    '"a, ""b""",1,2,2024-05-06T12:00:02.000Z,,2',
    '"a, ""b""",2,3,2024-05-06T12:00:05.000Z,3,',
    '',
  ]);
  expect(metricsCsv([{ name: 'a', history }], 'gradientNorm')).toContain('gradient_norm,gradient_norm_head');
  expect(metricsCsv([{ name: 'a', history }], null).split('\n')[0]).toContain('memory_bytes');
});
