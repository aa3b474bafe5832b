// A run to inspect, and the built inspecting process that does.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const script = join(root, 'dist', 'inspector.js');

/** Bundles the inspecting process and the command line, for `beforeAll`. */
export async function buildInspector(): Promise<void> {
  await promisify(execFile)(process.execPath, ['esbuild.mjs', 'inspector', 'cli'], { cwd: root });
}

/** A folder that has a run in it. */
export interface RunToInspect {
  readonly run: string;
  /** The images of the data set. */
  readonly images: string;
  dispose(): Promise<void>;
}

/** Tunes the embedded backbone on a few digits. @param method as in an experiment file */
export async function tunedRun(method: Readonly<Record<string, unknown>>): Promise<RunToInspect> {
  const folder = await mkdtemp(join(tmpdir(), 'visual-tuning-inspector-'));
  const file = join(folder, 'digits.tuning.json');
  const experiment = {
    name: 'digits',
    backbone: 'vit-nano',
    data: { kind: 'image-folder', path: 'samples/digits', validation: 0.1, test: 0, shots: 4 },
    method,
    training: { epochs: 2, batchSize: 20, optimizer: { name: 'adamw', learningRate: 0.01 } },
    seed: 0,
  };
  await writeFile(file, JSON.stringify(experiment));
  await promisify(execFile)(process.execPath, [join(root, 'dist', 'cli.js'), 'run', file, '--threads', '2'], {
    cwd: folder,
  });
  return {
    run: join(folder, '.tuning', 'runs', 'digits-1'),
    images: join(folder, 'samples', 'digits'),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
