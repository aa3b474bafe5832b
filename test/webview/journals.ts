import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { experimentSchema } from '../../src/protocol/experiment';
import type { JournalEntry } from '../../src/protocol/journal';
import type { Precision } from '../../src/protocol/precision';
import type { RunOverview } from '../../src/protocol/runOverview';
import { encodeLine } from '../../src/runs/journalLine';
import { runFolderAt } from '../../src/runs/runFolder';

/** A run as a test wants it. */
export interface MadeRun {
  readonly id: string;
  readonly steps: number;
  readonly epochs: number;
  readonly presence?: RunOverview['presence'];
  /** Steps done; all by default. */
  readonly done?: number;
  /** How fast it learns, about 1. */
  readonly rate?: number;
  readonly modules?: readonly string[];
  /** As the experiment names it. */
  readonly method?: { readonly id: string; readonly [parameter: string]: unknown };
  readonly seed?: number;
  /** float32 by default. */
  readonly precision?: Precision;
  readonly batchSize?: number;
  /** Trained values without the head. */
  readonly trainable?: number;
  /** Accuracy on 359 test images of ten classes; absent: not tested yet. */
  readonly test?: number;
}

const begin = Date.parse('2026-03-04T12:00:00.000Z');

/** The entries of a run with curves as a training has them, the same each time. */
export function entriesOf({
  steps,
  epochs,
  done = steps,
  rate = 1,
  modules = ['vpt-deep', 'head'],
  trainable = 7680,
  precision = 'float32',
  test,
}: MadeRun) {
  const perEpoch = steps / epochs;
  const entries: JournalEntry[] = [{ type: 'started', epochs, steps, engine: 'onnxruntime', trainable, head: 1290 }];
  const compare = (epoch: number, step: number, float32Loss: number) => {
    const loss = float32Loss * (1 + 0.002 * Math.sin(epoch * 7.7) + 0.001);
    if (precision !== 'float32') entries.push({ type: 'precision', epoch, step, precision, loss, float32Loss });
  };
  compare(0, 0, 2.25);
  for (let step = 1; step <= done; step++) {
    if (precision === 'float16' && step < 4) {
      entries.push({ type: 'lossScale', step: 0, from: 2 ** (17 - step), to: 2 ** (16 - step) });
    }
    const epoch = Math.ceil(step / perEpoch);
    const progress = (rate * 6 * step) / steps;
    const noise = Math.sin(step * 12.9898) * Math.cos(step * 78.233);
    const loss = 0.05 + 2.2 * Math.exp(-progress) + 0.12 * noise * Math.exp(-progress / 2);
    const norm = 1 + 5 * Math.exp(-progress) + 0.5 * noise;
    entries.push({
      type: 'step',
      epoch,
      step,
      loss,
      accuracy: Math.min(1, Math.max(0, 1 - 0.85 * Math.exp(-progress) + 0.04 * noise)),
      learningRate: 0.001 * Math.cos((Math.PI / 2) * (step / steps)) ** 2,
      gradientNorm: norm,
      modules: Object.fromEntries(modules.map((name, i) => [name, (norm * (i + 1)) / (modules.length + 1)])),
      timing: { seconds: 0.05, imagesPerSecond: 400 + 40 * noise, memoryBytes: 4.1e8 + 1e7 * Math.abs(noise) },
    });
    if (step === Math.floor(steps / 3))
      entries.push({ type: 'changed', step, field: 'learningRate', from: 1e-3, to: 5e-4 });
    if (step % perEpoch !== 0) continue;
    const means = { loss: loss + 0.02, accuracy: 1 - 0.85 * Math.exp(-progress) };
    const validation = { loss: loss + 0.1, accuracy: means.accuracy - 0.03 };
    entries.push(
      { type: 'epoch', epoch, step, train: means, validation },
      { type: 'checkpoint', epoch, step, file: `checkpoints/step-${step}.safetensors`, best: epoch % 2 === 1 },
    );
    compare(epoch, step, means.loss);
  }
  if (test !== undefined) entries.push(...endOf(steps, epochs, trainable, test));
  return entries;
}

const classes = Array.from({ length: 10 }, (_, i) => String(i));

/** The end of a run that was tested on 359 images. */
function endOf(steps: number, epochs: number, trainable: number, accuracy: number): JournalEntry[] {
  const wrong = Math.round(359 * (1 - accuracy));
  const confusion = classes.map((_, row) => classes.map((_, column) => (row === column ? (row < 9 ? 36 : 35) : 0)));
  for (let i = 0; i < wrong; i++) {
    const row = (3 * i) % 10;
    confusion[row][row]--;
    confusion[row][(row + 5 + (i % 2)) % 10]++;
  }
  const test = { loss: 0.12, accuracy };
  const metrics = { train: { loss: 0.05, accuracy: 1 }, validation: { loss: 0.1, accuracy: accuracy + 0.005 }, test };
  const timing = { seconds: steps / 20, imagesPerSecond: 400 };
  return [
    { type: 'selected', epoch: epochs, step: steps, by: 'validation accuracy' },
    { type: 'test', epoch: epochs, ...test, count: 359, confusion, classes },
    { type: 'finished', epochs, step: steps, metrics, trainable, head: 1290, engine: 'onnxruntime', timing },
  ];
}

/** Writes the folder of a run. @returns its path */
export async function writeRun(directory: string, run: MadeRun, entries = entriesOf(run)): Promise<string> {
  const folder = runFolderAt(join(directory, run.id));
  await mkdir(folder.path, { recursive: true });
  const experiment = experimentSchema.parse({
    name: run.id.replace(/-\d+$/, ''),
    backbone: 'vit-nano',
    data: { kind: 'image-folder', path: '/digits' },
    method: run.method ?? { id: 'vpt-deep', prompts: 10 },
    training: { epochs: run.epochs, precision: run.precision, ...(run.batchSize && { batchSize: run.batchSize }) },
    seed: run.seed ?? 0,
  });
  await writeFile(folder.experiment, JSON.stringify(experiment));
  const lines = entries.map((entry, i) => encodeLine(i + 1, new Date(begin + 52 * i), entry));
  await writeFile(folder.journal, lines.join(''));
  return folder.path;
}

/** What lists know of a run. */
export function overviewOf(
  path: string,
  { id, steps, epochs, presence = 'running', done = steps, precision = 'float32' }: MadeRun,
): RunOverview {
  const epoch = Math.floor((done / steps) * epochs);
  return {
    id,
    path,
    experiment: id.replace(/-\d+$/, ''),
    method: 'vpt-deep',
    backbone: 'vit-nano',
    seed: 0,
    precision,
    presence,
    exit: presence === 'crashed' ? { pid: 1, code: 137, signal: null, time: new Date(begin).toISOString() } : null,
    epoch,
    epochs,
    step: done,
    steps,
    best: epoch > 0 ? { epoch, accuracy: 0.913 } : null,
    test: presence === 'done' ? 0.961 : null,
    trainable: 7680,
    head: 1290,
    created: begin,
    updated: begin,
    problems: [],
  };
}
