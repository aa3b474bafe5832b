import { scanImageFolder } from '../../data/imageFolder';
import { previewData } from '../../data/preview';
import { ensureSample } from '../../data/samples';
import { loadExperimentText } from '../../experiments/load';
import { expectBackbone } from '../../backbones/expectedBackbone';
import { backboneOf } from '../../protocol/experiment';
import type { Preview } from '../../protocol/inspection';
import type { ExperimentRequestContext } from './forecast';

/**
 * What the images of an experiment look like to its network, with the preprocessing that the files beside a checkpoint
 * ask for. Reads no weights.
 * @param params.text of the file, which need not be saved
 * @throws {InputError} for what is wrong with the experiment or its image folder
 */
export async function preview(
  { file, text, thumbnails }: { readonly file: string; readonly text: string; readonly thumbnails: number },
  { mediaFolder, signal }: ExperimentRequestContext,
): Promise<Preview> {
  const { experiment, architecture: named } = loadExperimentText(text, file);
  const { data, seed } = experiment;
  await ensureSample(data.path, mediaFolder);
  const { architecture } = await expectBackbone(named, backboneOf(experiment).checkpoint);
  const preprocessing = { ...architecture.preprocessing, ...data.preprocessing };
  return previewData(await scanImageFolder(data.path), { ...data, seed }, preprocessing, thumbnails, signal);
}
