import { stat } from 'node:fs/promises';
import { UndecodableImage, decodeImage } from '../../data/decode';
import type { RgbImage } from '../../data/image';
import { normalizeInto } from '../../data/normalize';
import { evaluationTransform } from '../../data/transform';
import { type Buffers, bound } from '../../engines/engine';
import { InputError } from '../../protocol/inputError';
import { softmax } from '../../training/classification';
import { names } from '../../training/gradientGraph';
import type { Network } from '../../training/network';
import type { InspectedModel, TensorsOfCheckpoint } from '../model/inspectedModel';
import { LastMadeOf } from '../model/lastMade';
import { type AttentionGraph, attentionGraph } from './attentionGraph';
import { type AttentionMaps, attentionMaps } from './attentionMaps';
import { type AttentionNote, attentionNotes } from './attentionNotes';
import type { TokenLayout } from './tokenLayout';

/** What a model makes of an image. */
export interface Prediction {
  readonly name: string;
  readonly probability: number;
}

/** The attention of one image. */
export interface Attention {
  readonly layout: TokenLayout;
  /** The image as the network sees it, before normalisation. */
  readonly image: RgbImage;
  readonly notes: readonly AttentionNote[];
  /** Predictions most probable first. */
  readonly tuned: AttentionMaps & { readonly predictions: readonly Prediction[] };
  /** Of the backbone as it was before tuning. */
  readonly before: AttentionMaps;
}

interface SeenImage {
  readonly image: RgbImage;
  readonly pixels: Float32Array;
}

interface Inspected {
  readonly layout: TokenLayout;
  readonly maps: AttentionMaps;
  /** Of each class; none before tuning. */
  readonly probabilities: readonly number[];
}

const seenImages = new LastMadeOf<InspectedModel, SeenImage>(8);
const mapsBefore = new LastMadeOf<InspectedModel, AttentionMaps>(8);
/** The last alone: with hundreds of prompts it is large, and is asked for again head by head. */
const mapsTuned = new LastMadeOf<InspectedModel, Inspected>(1);
const graphs = new WeakMap<Network, AttentionGraph>();

/**
 * The attention of an image in a model at a checkpoint, and in its backbone before tuning.
 * @throws {InputError} if the image can't be decoded
 */
export async function inspectAttention(
  model: InspectedModel,
  { key: checkpoint, tensors }: TensorsOfCheckpoint,
  file: string,
): Promise<Attention> {
  const key = `${file} ${(await stat(file).catch(() => undefined))?.mtimeMs ?? ''}`;
  const { image, pixels } = await seenImages.get(model, key, () => readImage(model, file));
  const tuned = await mapsTuned.get(model, `${checkpoint} ${key}`, () =>
    inspected(model, model.network, tensors, pixels),
  );
  const before = await mapsBefore.get(
    model,
    key,
    async () => (await inspected(model, model.untuned, model.weights.tensors, pixels)).maps,
  );
  const { architecture, methods } = model.network;
  return {
    layout: tuned.layout,
    image,
    notes: attentionNotes(architecture, methods, tuned.layout, tuned.maps.clsToRegisters),
    tuned: {
      ...tuned.maps,
      predictions: model.classes
        .map((name, i) => ({ name, probability: tuned.probabilities[i] }))
        .sort((a, b) => b.probability - a.probability),
    },
    before,
  };
}

async function readImage({ preprocessing }: InspectedModel, file: string): Promise<SeenImage> {
  const decoded = await decodeImage(file).catch((error: unknown) => {
    throw error instanceof UndecodableImage ? new InputError(error.message) : error;
  });
  const image = evaluationTransform(decoded, preprocessing);
  const pixels = new Float32Array(3 * preprocessing.imageSize ** 2);
  normalizeInto(pixels, 0, image, preprocessing);
  return { image, pixels };
}

async function inspected(
  model: InspectedModel,
  network: Network,
  tensors: Buffers,
  pixels: Float32Array,
): Promise<Inspected> {
  const isTuned = network === model.network;
  const known = graphs.get(network) ?? attentionGraph(network, isTuned);
  graphs.set(network, known);
  const program = await model.program(isTuned ? 'attention' : 'attention before tuning', () => known.graph);
  await program.executable.run(new Map([...tensors, [names.images, pixels]]), program.outputs);
  return {
    layout: known.layout,
    maps: attentionMaps(program.outputs, known.layout),
    probabilities: isTuned ? softmax(bound(program.outputs, names.logits)) : [],
  };
}
