import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors } from '../backbones/checkpoint/safetensorsWriter';
import { vitParameters } from '../backbones/vit/parameters';
import type { EpochReport } from '../training/train';
import { pretexts } from './categories';
import { type PretrainingOptions, batchSize, plannedImages, pretrainBackbone } from './pretrainBackbone';
import { type CurvePoint, type PretrainingRecord, curveAsCsv } from './record';

export interface RunOptions extends PretrainingOptions {
  /** Where `weights.safetensors`, `record.json` and `curve.csv` are kept up to date. */
  readonly folder: string;
  /** Called after every few steps, with images so far and of all, and the seconds since the start. */
  readonly onProgress: (done: number, total: number, seconds: number) => void;
}

const stepsPerProgress = 20;

/** Pre-trains a backbone, keeping its weights, record and curve on disk as it goes. */
export async function runPretraining(options: RunOptions): Promise<PretrainingRecord> {
  const { architecture, folder, seed, threads, glyphs, images, onProgress } = options;
  await mkdir(folder, { recursive: true });
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const curve: CurvePoint[] = [];
  const record = (): PretrainingRecord => ({
    seed,
    images: curve.at(-1)?.images ?? 0,
    threads,
    pretexts: pretexts(seed, glyphs).map(({ name, categories, share }) => ({ name, categories, share })),
    outlines: glyphs.reduce((sum, { fields }) => sum + fields.length, 0),
    curve,
  });
  const keep = async ({ step, train, state }: EpochReport) => {
    curve.push({ images: step * batchSize, seconds: seconds(), ...train });
    await writeSafetensors(
      join(folder, 'weights.safetensors'),
      vitParameters(architecture).map(({ name, shape }) => ({
        name,
        shape,
        data: state.parameters.get(name) ?? new Float32Array(),
      })),
    );
    await writeFile(join(folder, 'record.json'), `${JSON.stringify(record(), null, 2)}\n`);
    await writeFile(join(folder, 'curve.csv'), curveAsCsv(curve));
  };
  await pretrainBackbone(options, {
    onStep: ({ step }) => {
      if (step % stepsPerProgress === 0) onProgress(step * batchSize, plannedImages(images), seconds());
    },
    onEpoch: keep,
    goOn: () => true,
  });
  return record();
}
