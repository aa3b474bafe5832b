import { totalmem } from 'node:os';
import { basename } from 'node:path';
import { cropBounds } from '../data/augmentation';
import { fingerprintImages } from '../data/fingerprint';
import { scanImageFolder } from '../data/imageFolder';
import { ImageStore } from '../data/imageStore';
import { type QuarantinedImage, checkImages, withoutQuarantined } from '../data/quarantine';
import { ensureSample } from '../data/samples';
import { type Splits, splitDataset } from '../data/splits';
import { backboneOf } from '../protocol/experiment';
import { isEmbedded } from '../protocol/embeddedBackbone';
import { InputError, placed } from '../protocol/inputError';
import type { Preprocessing } from '../protocol/preprocessing';
import { type BackboneWeights, loadBackboneWeights } from '../training/backboneWeights';
import { type Network, describeNetwork } from '../training/network';
import type { LoadedExperiment } from './load';

/** An experiment with its data read and its weights loaded: everything that can be wrong with the input has been found. */
export interface PreparedExperiment extends LoadedExperiment {
  readonly preprocessing: Preprocessing;
  readonly weights: BackboneWeights;
  readonly network: Network;
  readonly splits: Splits;
  readonly store: ImageStore;
  readonly quarantined: readonly QuarantinedImage[];
  /** SHA-256 over the images' paths and contents. */
  readonly dataFingerprint: string;
  /** What a person should know before trusting the run. */
  readonly warnings: readonly string[];
}

export interface PrepareOptions {
  /** Folder of the shipped samples. */
  readonly mediaFolder: string;
  readonly onProgress?: (what: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Share of the machine's memory for decoded images. The same on every run, so that equal runs take equal paths. */
const imageMemory = 0.25 * totalmem();

/**
 * Reads the images and weights of an experiment. Writes nothing but a shipped sample that isn't unpacked yet.
 * @throws {InputError} one sentence for whatever is wrong with data or checkpoint, which names the field and not the file
 */
export async function prepareExperiment(
  loaded: LoadedExperiment,
  { mediaFolder, onProgress, signal }: PrepareOptions,
): Promise<PreparedExperiment> {
  const { experiment, selections } = loaded;
  const { data, seed } = experiment;
  const { unpacked } = await ensureSample(data.path, mediaFolder, signal).catch((error: unknown) => {
    throw placed('data.path', error);
  });
  if (unpacked > 0) onProgress?.(`unpacked the sample ${basename(data.path)}`, unpacked, unpacked);
  const folder = await scanImageFolder(data.path);
  // What can be said from the file names alone is said before every image is decoded.
  splitDataset(folder, { ...data, seed });

  const { checkpoint } = backboneOf(experiment);
  const weights = await loadBackboneWeights(loaded.architecture, checkpoint, {
    seed,
    mediaFolder,
    signal,
    onProgress: ({ file, bytes, totalBytes }) =>
      onProgress?.(`fetching ${file}, MB`, Math.round(bytes / 1e6), Math.round(totalBytes / 1e6)),
  }).catch((error: unknown) => {
    throw checkpoint === null || isEmbedded(checkpoint) ? error : placed('backbone.checkpoint', error);
  });
  const { architecture } = weights;
  const preprocessing = { ...architecture.preprocessing, ...data.preprocessing };
  if (preprocessing.imageSize !== architecture.imageSize) {
    throw new InputError(
      `data.preprocessing.imageSize is ${preprocessing.imageSize}, but ${architecture.id} takes ${architecture.imageSize}: name a backbone of that image size instead.`,
    );
  }
  const store = new ImageStore(preprocessing, imageMemory);
  const everything = [...folder.train, ...(folder.validation ?? []), ...(folder.test ?? [])];
  const random = cropBounds(data.augmentation) !== null;
  const { good, quarantined } = await checkImages(
    everything,
    item => (random ? store.decoded(item) : store.evaluated(item)),
    { onProgress: (done, total) => onProgress?.('reading images', done, total), signal },
  );
  const splits = splitDataset(withoutQuarantined(folder, quarantined), { ...data, seed });
  return {
    ...loaded,
    architecture,
    preprocessing,
    weights,
    network: describeNetwork(architecture, selections, splits.classes.length),
    splits,
    store,
    quarantined,
    dataFingerprint: await fingerprintImages(good),
    warnings: [...weights.notes, ...preprocessingWarnings(architecture.preprocessing, preprocessing)],
  };
}

/** Where the data is treated otherwise than the backbone was pre-trained: whole points of accuracy can hang on it. */
function preprocessingWarnings(expected: Preprocessing, used: Preprocessing): string[] {
  const fields = ['resize', 'cropFraction', 'interpolation', 'mean', 'std'] as const;
  return fields.flatMap(field => {
    const [is, was] = [JSON.stringify(used[field]), JSON.stringify(expected[field])];
    return is === was ? [] : [`data.preprocessing.${field} is ${is}, but the backbone was pre-trained with ${was}.`];
  });
}
