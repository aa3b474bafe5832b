import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../protocol/runSummary';
import { experimentSchema } from '../../protocol/experiment';
import { compareRuns } from './compareRuns';
import { formatComparison } from './formats';
import { meanOfSeeds, wilson } from './interval';

const stamp = { n: 1, time: '2026-01-01T00:00:00.000Z' };

function run(
  name: string,
  accuracy: number | null,
  parts: { seed?: number; epochs?: number; fingerprint?: string; precision?: 'float32' | 'float16' } = {},
): RunSummary {
  const { seed = 0, epochs = 5, fingerprint = 'f', precision } = parts;
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
    test: accuracy === null ? null : { ...stamp, type: 'test', epoch: 1, loss: 1, accuracy, count: 100 },
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

test('every format has a line for each row, and none breaks its own syntax', () => {
  const rows = compareRuns([run('a_b', 0.9), run('c|d', 0.8)]);
  expect(formatComparison(rows, 'table').split('\n')).toHaveLength(3);
  expect(formatComparison(rows, 'csv')).toContain(',90.0,82.6,94.5,');
  expect(formatComparison(rows, 'markdown')).toContain('c\\|d');
  expect(formatComparison(rows, 'latex')).toContain('a\\_b');
  expect(formatComparison(rows, 'latex')).toContain(' & $90.0^{+4.5}_{-7.4}$ & ');
  expect(JSON.parse(formatComparison(rows, 'json'))).toHaveLength(2);
});
