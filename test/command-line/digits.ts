// Experiments on the digits sample for tests: unpacked once, trained briefly.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentFile } from '../../src/protocol/experiment';
import { buildCommandLine, visualTuning } from './commandLine';

/** A folder of experiments beside the unpacked digits. */
export interface Workbench {
  readonly folder: string;
  readonly runs: string;
  /** Writes an experiment file; whatever is given replaces that part of a short linear probe. */
  experiment(name: string, parts?: Partial<ExperimentFile> & Record<string, unknown>): Promise<string>;
  remove(): Promise<void>;
}

export async function digitsWorkbench(): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'visual-tuning-'));
  await buildCommandLine();
  await visualTuning(['sample', 'digits', folder]);
  return {
    folder,
    runs: join(folder, 'runs'),
    experiment: async (name, parts = {}) => {
      const file = join(folder, `${name}.tuning.json`);
      const whole = {
        backbone: 'vit-nano-patch8-32',
        data: { kind: 'image-folder', path: 'samples/digits', shots: 5 },
        method: { id: 'linear' },
        training: { epochs: 2, batchSize: 16, optimizer: { name: 'adamw', learningRate: 0.01 } },
        ...parts,
      };
      await writeFile(file, JSON.stringify(whole));
      return file;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A journal without what may differ between equal runs: number, time, checksum, timing. */
export async function comparableJournal(run: string): Promise<Record<string, unknown>[]> {
  const lines = (await readFile(join(run, 'journal.jsonl'), 'utf8')).trim().split('\n');
  const varying = ['n', 'time', 'crc', 'timing'];
  return lines.map(line => {
    const record: Record<string, unknown> = JSON.parse(line);
    return Object.fromEntries(Object.entries(record).filter(([field]) => !varying.includes(field)));
  });
}
