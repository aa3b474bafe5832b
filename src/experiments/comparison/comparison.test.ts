import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../protocol/runSummary';
import { experimentSchema } from '../../protocol/experiment';
import { type ComparisonRow, compareRuns } from './compareRuns';
import { englishNotes } from './englishNotes';
import { formatComparison as formatWith, type ComparisonFormat } from './formats';
import { meanOfSeeds, wilson } from './interval';

const formatComparison = (rows: readonly ComparisonRow[], format: ComparisonFormat) =>
  formatWith(rows, format, englishNotes);

const stamp = { n: 1, time: '2026-01-01T00:00:00.000Z' };

function run(
  name: string,
  accuracy: number | null,
  parts: {
    seed?: number;
    epochs?: number;
    fingerprint?: string;
    precision?: 'float32' | 'float16';
    mistaken?: number[];
  } = {},
): RunSummary {
  const { seed = 0, epochs = 5, fingerprint = 'f', precision, mistaken } = parts;
  const experiment = experimentSchema.parse({
    name,
    backbone: 'vit-nano',
    data: { kind: 'image-folder', path: '/digits' },
    method: { id: name.split('-')[0], rank: 4 },
    training: { epochs, precision },
    seed,
  });
  return {
    id: `${name}-1`,
    path: `/runs/${name}-${seed}`,
    experiment,
    environment: {
      versions: {},
      platform: 'x',
      processor: { model: 'x', cores: 2 },
      engine: { name: 'onnxruntime', version: '1', threads: 2 },
      data: { fingerprint, images: 100, classes: 10 },
      checkpoint: null,
      backboneFingerprint: 'b',
      git: null,
    },
    state: 'done',
    exit: null,
    progress: null,
    problems: [],
    started: { ...stamp, type: 'started', epochs, steps: 1, engine: 'x', trainable: 1024, head: 1290 },
    steps: [],
    epochs: [],
    checkpoints: [],
    precisions: [],
    lossScales: [],
    changes: [],
    pauses: [],
    selected: null,
    test: accuracy === null ? null : { ...stamp, type: 'test', epoch: 1, loss: 1, accuracy, count: 100, mistaken },
    quarantined: [],
    warnings: [],
    lastStep: 1,
    resumed: 0,
    end: null,
  };
}

describe('intervals', () => {
  test('the mean of three seeds has the interval of Student with two degrees of freedom', () => {
    const { value, low, high } = meanOfSeeds([0.9, 0.92, 0.94]);
    expect(value).toBeCloseTo(0.92);
    expect(high - value).toBeCloseTo((4.303 * 0.02) / Math.sqrt(3), 6);
    expect(value - low).toBeCloseTo(high - value, 12);
  });

  test('the interval of a share stays within 0 and 1 and agrees with the published form', () => {
    expect(wilson(1, 10)).toMatchObject({ value: 1 });
    expect(wilson(1, 10).high).toBeLessThanOrEqual(1 + 1e-12);
    // Wilson's interval of 81 of 263, as in Newcombe (1998).
    expect(wilson(81 / 263, 263).low).toBeCloseTo(0.2553, 4);
    expect(wilson(81 / 263, 263).high).toBeCloseTo(0.3662, 4);
  });
});

test('runs that differ by their seed alone become one row with a mean', () => {
  const rows = compareRuns([
    run('lora', 0.9),
    run('lora', 0.94, { seed: 1 }),
    run('ssf', 0.8),
    run('ssf', 0.82, { seed: 1 }),
  ]);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({ name: 'lora', seeds: [0, 1], method: 'lora (rank 4)', unfair: [] });
  expect(rows[0].test?.value).toBeCloseTo(0.92);
});

test('a row with another budget, other images or other seeds says so', () => {
  const rows = compareRuns([run('a', 0.9), run('b', 0.9, { epochs: 9, fingerprint: 'g', seed: 4 }), run('c', null)]);
  expect(rows.map(row => row.unfair)).toEqual([
    [],
    ['other images', 'other budget', 'other seeds'],
    ['not tested yet'],
  ]);
});

test('runs in two precisions are two rows, of which the second says so', () => {
  const rows = compareRuns([run('lora', 0.9), run('lora', 0.9, { precision: 'float16' })]);
  expect(rows.map(row => row.unfair)).toEqual([[], ['other precision']]);
  expect(formatComparison(rows, 'csv').split('\n').slice(1)).toEqual([
    expect.stringContaining('lora,lora (rank 4),'),
    expect.stringContaining('lora,lora (rank 4) in float16,'),
  ]);
});

test('runs that repeat a seed count as one seed', () => {
  const [row] = compareRuns([run('lora', 0.9), { ...run('lora', 0.92), path: '/runs/again' }]);
  expect(row).toMatchObject({ seeds: [0], test: { value: expect.closeTo(0.91, 9), ...ends(wilson(0.91, 100)) } });
});

const ends = ({ low, high }: { low: number; high: number }) => ({ low, high });

test('rows with the same seeds are compared by a test paired over them', () => {
  const of = (name: string, accuracies: readonly number[]) =>
    accuracies.map((value, seed) => run(name, value, { seed }));
  const rows = compareRuns([...of('lora', [0.7, 0.8, 0.9]), ...of('ssf', [0.72, 0.81, 0.93])]);
  expect(rows[0]).toMatchObject({ isBaseline: true, difference: null });
  expect(rows[1].difference).toMatchObject({ value: expect.closeTo(0.02, 9), test: { by: 'seeds' } });
  expect(rows[1].difference?.test?.p).toBeCloseTo(0.0742, 4);
});

test('rows of one seed are compared image by image where both say which they mistook', () => {
  const base = run('lora', 0.88, { mistaken: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] });
  const [, row] = compareRuns([base, run('ssf', 0.96, { mistaken: [0, 1, 20, 21] })]);
  expect(row.difference?.test).toMatchObject({ by: 'images', value: 0.08 });
  expect(row.difference?.test?.p).toBeCloseTo((2 * (1 + 12 + 66)) / 4096, 9);
  const again = { ...run('ssf', 0.95, { mistaken: [0, 1, 20, 21, 22] }), path: '/runs/again' };
  expect(compareRuns([base, run('ssf', 0.96, { mistaken: [0, 1, 20, 21] }), again])[1].difference?.test).toBeNull();
  expect(compareRuns([base, run('ssf', 0.96)])[1].difference).toEqual({ value: expect.closeTo(0.08, 9), test: null });
});

test('rows that were tested on other images are not tested against each other', () => {
  const base = run('lora', 0.9, { mistaken: [1] });
  const others = [{ seed: 1 }, { fingerprint: 'g' }].map(other => run('ssf', 0.96, { ...other, mistaken: [2] }));
  for (const other of others) expect(compareRuns([base, other])[1].difference?.test).toBeNull();
});

test('what can not be known is not held against a row, and what differs within it is', () => {
  const other = run('lora', 0.9, { seed: 1, fingerprint: 'g' });
  const [mixed, unknown] = compareRuns([run('lora', 0.9), other, { ...run('ssf', 0.9), environment: null }]);
  expect(mixed.unfair).toEqual(['images not the same in all its runs']);
  expect(unknown.unfair).toEqual(['other seeds']);
});

test('another baseline can be chosen, and by default it is the first row that was tested', () => {
  const runs = [run('a', null), run('b', 0.9), run('c', 0.8)];
  const baselineOf = (path?: string) => compareRuns(runs, path).find(({ isBaseline }) => isBaseline)?.name;
  expect([baselineOf(), baselineOf('/runs/c-0'), baselineOf('/runs/none')]).toEqual(['b', 'c', 'b']);
});

test('every format has a line for each row, and none breaks its own syntax', () => {
  const rows = compareRuns([run('a_b', 0.9), run('c|d', 0.8)]);
  expect(formatComparison(rows, 'table').split('\n\n')[0].split('\n')).toHaveLength(3);
  expect(formatComparison(rows, 'csv')).toContain(',90.0,82.6,94.5,');
  expect(formatComparison(rows, 'markdown')).toContain('c\\|d');
  expect(formatComparison(rows, 'latex')).toContain('a\\_b');
  expect(formatComparison(rows, 'latex')).toContain(' & $90.0^{+4.5}_{-7.4}$ & baseline & ');
  expect(JSON.parse(formatComparison(rows, 'json'))).toHaveLength(2);
});

test('what is the same in all rows is said once, and in every row for other programs', () => {
  const rows = compareRuns([run('a', 0.9), run('b', 0.8)]);
  const [table, notes] = formatComparison(rows, 'table').split('\n\n');
  expect(table).not.toContain('Backbone');
  expect(notes).toContain('The same in all: backbone vit-nano · head of 1,290 parameters · 5 epochs · batches of 32 ·');
  expect(formatComparison(rows, 'csv').match(/vit-nano/g)).toHaveLength(2);
});

test('the notes say how differences were tested, and how often', () => {
  const rows = [0, 1].flatMap(seed =>
    ['lora', 'ssf', 'bitfit'].map((name, i) => run(name, 0.8 + (0.03 * i + seed * 0.01) / (1 + seed), { seed })),
  );
  const notes = formatComparison(compareRuns(rows), 'markdown').split('\n').slice(-3);
  expect(notes).toEqual([
    "Difference from lora: tested in pairs of the same seed (Student's t).",
    '',
    "p: after Holm's correction for 2 tests.",
  ]);
});
