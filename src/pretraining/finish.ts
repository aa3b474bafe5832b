import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSafetensors } from '../backbones/checkpoint/safetensors';
import { type NamedTensor, writeSafetensors } from '../backbones/checkpoint/safetensorsWriter';
import { sizeOf } from '../backbones/parameter';
import { modelCard } from './card';
import { curvePlot } from './curvePlot';
import { fontLicences } from './fontLicences';
import { recordSchema } from './record';
import { type TrialOptions, runTrials } from './runTrials';

export interface FinishOptions extends Omit<TrialOptions, 'checkpoint'> {
  /** Where the font packages are. */
  readonly packagesFolder: string;
}

/**
 * Makes what is shipped out of a finished pre-training's `folder`: `vit-nano.safetensors` in half precision, the table of
 * results that those very weights give (kept in `results.json` too), `vit-nano-curve.svg`, and `vit-nano.md`, the card.
 */
export async function finishPretraining(options: FinishOptions): Promise<void> {
  const { folder, packagesFolder } = options;
  const record = recordSchema.parse(JSON.parse(await readFile(join(folder, 'record.json'), 'utf8')));
  const tensors = await readTensors(join(folder, 'weights.safetensors'));
  const checkpoint = join(folder, 'vit-nano.safetensors');
  await writeSafetensors(checkpoint, tensors, { format: 'visual-tuning', licence: 'MIT' }, 'F16');
  const results = await runTrials({ ...options, checkpoint });
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(folder, 'vit-nano-curve.svg'), curvePlot(record.curve));
  const card = modelCard({
    record,
    results,
    fonts: await fontLicences(packagesFolder),
    parameters: tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    bytes: (await stat(checkpoint)).size,
  });
  await writeFile(join(folder, 'vit-nano.md'), card);
}

async function readTensors(path: string): Promise<NamedTensor[]> {
  const file = await openSafetensors(path);
  try {
    const tensors: NamedTensor[] = [];
    for (const [name, { shape }] of file.tensors) tensors.push({ name, shape, data: await file.read(name) });
    return tensors;
  } finally {
    await file.close();
  }
}
