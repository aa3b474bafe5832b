import { expect, test } from 'vitest';
import { compareMessageSchema } from '../../protocol/comparePanel';
import { experimentSchema } from '../../protocol/experiment';
import type { RunSummary } from '../../protocol/runSummary';
import { seriesStyle } from '../../protocol/seriesColors';
import { english } from '../english.fixture';
import { comparison } from './comparison';
import { configDifferences } from './configDifferences';

const stamp = { n: 1, time: '2026-01-01T00:00:00.000Z' };
const experiment = (name: string, more: object = {}) =>
  experimentSchema.parse({
    name,
    backbone: 'vit-nano',
    data: { kind: 'image-folder', path: '/digits' },
    method: { id: 'lora', rank: 4 },
    ...more,
  });

function run(id: string, accuracy: number | null, more: object = {}): RunSummary {
  const confusion = { confusion: [[4, 1], [0, 5]], classes: ['cat', 'dog'] }; // prettier-ignore
  return {
    id,
    path: `/runs/${id}`,
    experiment: experiment(id.replace(/-\d+$/, ''), more),
    environment: null,
    state: 'done',
    exit: null,
    progress: null,
    problems: [],
    started: { ...stamp, type: 'started', epochs: 1, steps: 1, engine: 'x', trainable: 1024, head: 20 },
    steps: [],
    epochs: [
      {
        ...stamp,
        type: 'epoch',
        epoch: 1,
        step: 1,
        train: { loss: 1, accuracy: 1 },
        validation: { loss: 1, accuracy: 0.7 },
      },
    ],
    checkpoints: [],
    precisions: [],
    lossScales: [],
    changes: [],
    pauses: [],
    selected: null,
    test: accuracy === null ? null : { ...stamp, type: 'test', epoch: 1, loss: 1, accuracy, count: 10, ...confusion },
    quarantined: [],
    warnings: [],
    lastStep: 1,
    resumed: 0,
    end: null,
  };
}

const look = {
  stylesOf: (paths: readonly string[]) => new Map(paths.map((path, i) => [path, seriesStyle(i)])),
  l10n: english,
};
const runs = [
  run('a-1', 0.9),
  run('a-2', 0.92, { seed: 1 }),
  run('b-1', 0.95, { training: { epochs: 3 } }),
  run('c-1', null, { method: { id: 'ssf' } }),
];

test('what is sent fits the contract, with a row for the seeds of each experiment', () => {
  const { message } = comparison(runs, null, look);
  expect(compareMessageSchema.safeParse(message).error).toBeUndefined();
  expect(message.rows.map(({ row, runs: all }) => [row, all.length])).toEqual([
    ['a-1', 2],
    ['b-1', 1],
    ['c-1', 1],
  ]);
  expect(message.rows.map(({ style }) => style)).toEqual([0, 1, 2].map(seriesStyle));
  expect(message.baseline).toBe('a-1');
  expect(message.rows.map(({ difference }) => difference)).toEqual([null, expect.closeTo(0.04, 9), null]);
});

test('rows that were tested on the same seeds are tested against each other, and the notes say how', () => {
  const others = [run('d-1', 0.95, { method: { id: 'ssf' } }), run('d-2', 0.96, { method: { id: 'ssf' }, seed: 1 })];
  const { rows, notes, shared } = comparison([...runs.slice(0, 2), ...others], null, look).message;
  expect(rows[1].tested).toMatchObject({ value: expect.closeTo(0.045, 9), p: expect.closeTo(0.0704, 3) });
  expect(notes.at(-1)).toBe("Difference from a: tested in pairs of the same seed (Student's t).");
  expect(shared).toContain('The same in all: backbone vit-nano · head of 20 parameters · 20 epochs');
});

test('differences and fairness are told beside the baseline that was chosen, and the rows stay in their places', () => {
  const { rows } = comparison(runs, 'b-1', look).message;
  expect(rows.map(({ row }) => row)).toEqual(['a-1', 'b-1', 'c-1']);
  expect(rows[0].unfair).toContain('other budget');
  expect(rows[1].unfair).toEqual([]);
  expect(rows[0].difference).toBeCloseTo(-0.04, 9);
  expect(comparison(runs, 'no-such-row', look).message.baseline).toBe('a-1');
});

test('the confusion of seeds is added up, and a run that has not ended has the validation of its best epoch', () => {
  const { confusions, rows } = comparison(runs, null, look).message;
  expect([...confusions[0].counts]).toEqual([8, 2, 0, 10]);
  expect(confusions[0]).toMatchObject({ runs: 2, repeatsSeeds: false, images: [10, 10] });
  expect(confusions.map(({ row }) => row)).toEqual(['a-1', 'b-1']);
  expect(rows[2].validation).toBe(0.7);
});

test('only the fields that differ are listed, by their paths, and names and seeds never', () => {
  const differences = configDifferences([
    experiment('a', { seed: 1 }),
    experiment('b', {
      method: [{ id: 'lora', rank: 8 }],
      training: { optimizer: { name: 'adamw', learningRate: 0.5 } },
    }),
    null,
  ]);
  const differing = configDifferences([experiment('a'), experiment('b', { method: { id: 'lora', rank: 8 } })]);
  expect(differing).toEqual([{ field: 'method.rank', values: ['4', '8'] }]);
  expect(differences.find(({ field }) => field === 'method.rank')?.values).toEqual(['4', '8', '–']);
});
