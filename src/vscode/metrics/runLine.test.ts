import { expect, test } from 'vitest';
import type { JournalEntry } from '../../protocol/journal';
import type { RunPresence } from '../../protocol/runOverview';
import { seriesStyle } from '../../protocol/seriesColors';
import { english } from '../english.fixture';
import { historyOf, started, step } from './runHistory.fixture';
import { runLine } from './runLine';

const sentence =
  'There is no room left on the disk of /runs/digits-1: free some, then resume the run to begin it anew.';

function lineOf(presence: RunPresence, ...entries: JournalEntry[]) {
  const overview = {
    id: 'digits-1',
    path: '/runs/digits-1',
    experiment: 'digits',
    method: 'lora',
    backbone: 'vit-nano',
    seed: 0,
    precision: 'float32',
    presence,
    exit: null,
    epoch: 0,
    epochs: 2,
    step: 0,
    steps: 4,
    best: null,
    test: null,
    trainable: null,
    head: null,
    created: 0,
    updated: 0,
    problems: [],
  } as const;
  const history = historyOf([started(2, 4), step(1), ...entries].map((entry, second) => [second, entry]));
  return runLine(
    { id: 'digits-1', overview, history, style: seriesStyle(0), peak: null, trusted: true, problems: [] },
    english,
  );
}

test('a run that failed says why beside its state', () => {
  const line = lineOf('failed', { type: 'failed', message: sentence });
  expect([line.state, line.failure]).toEqual(['failed', sentence]);
});

test('a run that was resumed after it failed has no failure to tell of', () => {
  expect(lineOf('running', { type: 'failed', message: sentence }).failure).toBeNull();
  expect(lineOf('failed', { type: 'failed', message: sentence }, { type: 'resumed', fromStep: 1 }).failure).toBeNull();
});
