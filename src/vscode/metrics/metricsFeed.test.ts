import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type MetricsMessage, metricsMessageSchema } from '../../protocol/metricsPanel';
import type { RunOverview } from '../../protocol/runOverview';
import { seriesStyle } from '../../protocol/seriesColors';
import { encodeLine } from '../../runs/journalLine';
import { english } from '../english.fixture';
import { MetricsFeed } from './metricsFeed';
import { started, step } from './runHistory.fixture';

let folder: string;
let feed: MetricsFeed | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feed-'));
});
afterEach(() => feed?.close());
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What holds in the end, on a machine that is busy too. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

const view = { axis: 'step', smoothing: 0, range: null } as const;
const overview = (path: string): RunOverview => ({
  id: 'digits-1',
  path,
  experiment: 'digits',
  method: 'lora',
  backbone: 'vit-nano',
  seed: 0,
  precision: 'float32',
  presence: 'running',
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
});

function feedOf(paths: readonly string[], isTrusted = true) {
  const sent: MetricsMessage[] = [];
  const made = new MetricsFeed({
    runs: { get: overview, refresh: async () => undefined },
    styleOf: () => seriesStyle(0),
    isTrusted: () => isTrusted,
    l10n: english,
    post: message => sent.push(metricsMessageSchema.parse(message)),
    onProblem: error => {
      throw error;
    },
  });
  feed = made;
  made.plot(paths);
  return { made, sent, updates: () => sent.filter(message => message.type === 'update') };
}

async function writeSteps(name: string, from: number, to: number): Promise<string> {
  const entries = from === 1 ? [started(2, 4)] : [];
  for (let n = from; n <= to; n++) entries.push(step(n));
  const lines = entries.map((entry, i) => encodeLine(from + i, new Date(0), entry));
  await mkdir(join(folder, name), { recursive: true });
  await appendFile(join(folder, name, 'journal.jsonl'), lines.join(''));
  return join(folder, name);
}

const lossOf = (message: MetricsMessage | undefined) =>
  message?.type === 'update' ? message.curves[0]?.curves.find(({ series }) => series === 'loss.train') : undefined;

test('nothing is sent before the page is there; then everything, then what was added', async () => {
  const path = await writeSteps('grows', 1, 2);
  const { made, sent, updates } = feedOf([path]);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(sent).toEqual([]);
  made.open(view);
  await eventually(() => expect([...(lossOf(updates().at(-1))?.y ?? [])]).toEqual([1, 2]));
  await writeSteps('grows', 3, 3);
  made.read(path);
  await eventually(() => expect([...(lossOf(updates().at(-1))?.y ?? [])]).toEqual([1, 2, 3]));
});

test('only the run that grew has its curves sent again, ten times a second at most', async () => {
  const paths = [await writeSteps('one', 1, 2), await writeSteps('two', 1, 2)];
  const { made, updates } = feedOf(paths);
  made.open(view);
  const drawn = () =>
    updates().flatMap(({ curves }) => curves.flatMap(({ run, curves: [first] }) => (first ? [run] : [])));
  await eventually(() => expect(new Set(drawn())).toEqual(new Set(['one', 'two'])));
  const before = updates().length;
  const start = performance.now();
  for (let n = 3; n <= 30; n++) {
    await writeSteps('two', n, n);
    made.read(paths[1]);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  const later = updates().slice(before);
  expect(new Set(later.flatMap(({ curves }) => curves.map(({ run }) => run)))).toEqual(new Set(['two']));
  expect(later.length).toBeLessThanOrEqual(Math.ceil((performance.now() - start) / 100) + 1);
});

test('in a workspace that is not trusted runs can be looked at, not steered', async () => {
  const path = await writeSteps('looked-at', 1, 1);
  for (const [isTrusted, actions] of [
    [true, ['pause', 'stop', 'setLearningRate']],
    [false, []],
  ] as const) {
    const { made, updates } = feedOf([path], isTrusted);
    made.open(view);
    await eventually(() => expect(updates().at(-1)?.runs[0]?.actions).toEqual(actions));
    made.close();
  }
});

test('the page knows runs by ids, which lead back to their paths', async () => {
  const path = await writeSteps('known', 1, 1);
  const { made } = feedOf([path]);
  expect(made.pathOf('known')).toBe(path);
  expect(made.pathOf(path)).toBeUndefined();
});
