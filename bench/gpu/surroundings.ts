import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { precisionSchema } from '../../src/protocol/precision';
import { type ChildOptions, Failed, runChild } from './child';
import { type EngineStatuses, type Torch, engineStatusesSchema, torchSchema } from './implementations';
import type { Options } from './options';
import type { Outcome } from './outcome';

/** What children are told of the device, so that every one has the same card, or none. */
export function environmentOf({ device, card }: Options, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (device === 'cpu') return { ...environment, CUDA_VISIBLE_DEVICES: '-1' };
  return {
    ...environment,
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    CUDA_VISIBLE_DEVICES: card,
    // TensorFlow would take the whole card at once, and its peak would say nothing.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  };
}

const precisionsSchema = z.object({ precisions: z.array(precisionSchema) });

/**
 * The engines of this build, by its own report, each with the precisions that it has here.
 * @param sameStep the bundled bench/gpu/sameStep.ts
 * @throws {Failed} if the report can't be had
 */
export async function askEngines(root: string, sameStep: string, child: ChildOptions): Promise<EngineStatuses> {
  const ask = async (...words: string[]) =>
    (await runChild(process.execPath, words, { ...child, card: null })).document;
  const statuses = engineStatusesSchema.parse(await ask(join(root, 'dist', 'cli.js'), 'engines', '--fresh', '--json'));
  const found: EngineStatuses[number][] = [];
  for (const status of statuses) {
    const isAsked = status.usable && status.id !== 'reference';
    const precisions = isAsked ? await ask(sameStep, 'precisions', status.id).catch(problemOf) : null;
    if (precisions instanceof Failed) found.push({ ...status, usable: false, reason: precisions.message });
    else found.push({ ...status, ...(precisions !== null && precisionsSchema.parse(precisions)) });
  }
  return found;
}

function problemOf(error: unknown): Failed {
  if (error instanceof Failed) return error;
  throw error;
}

/** What PyTorch says of itself, or why it can't be asked and what to do. */
export async function askTorch(root: string, { python }: Options, child: ChildOptions): Promise<Torch | string> {
  try {
    const words = [join(root, 'bench', 'torchStep.py'), '--describe'];
    return torchSchema.parse((await runChild(python, words, { ...child, card: null })).document);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return (
      `${python} can't run PyTorch (${error.message}): "python3 -m venv FOLDER && FOLDER/bin/pip install torch", ` +
      'and give --python=FOLDER/bin/python.'
    );
  }
}

/** The machine and the versions of what computes. */
export async function describeSurroundings(
  root: string,
  engines: EngineStatuses,
  torch: Torch | string,
): Promise<Pick<Outcome, 'machine' | 'versions'>> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const versionOf = (id: string) => engines.find(engine => engine.id === id)?.version ?? null;
  const known = typeof torch === 'string' ? null : torch;
  return {
    machine: {
      system: `${type()} ${release()}`,
      processor: cpus().at(0)?.model.trim() || 'unknown processor',
      cores: cpus().length,
      memoryBytes: totalmem(),
    },
    versions: {
      'Visual Tuning': `${manifest.version}${await commit(root)}`,
      'Node.js': process.versions.node,
      'ONNX Runtime': versionOf('onnxruntime'),
      TensorFlow: versionOf('tensorflow'),
      PyTorch: known?.torch ?? null,
      CUDA: known?.cuda ?? null,
      cuDNN: known?.cudnn?.toString() ?? null,
      Python: known?.python ?? null,
    },
  };
}

/** The commit in brackets; nothing outside a repository. */
const commit = (root: string) =>
  promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).then(
    ({ stdout }) => ` (${stdout.trim()})`,
    () => '',
  );
