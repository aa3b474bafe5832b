import * as z from 'zod';
import type { Preprocessing } from '../../../protocol/preprocessing';
import { type StatedImages, maybe, parseConfig, positive, threeNumbers } from './statedConfig';

const sides = z.union([
  positive,
  z.object({ shortest_edge: positive }),
  z.object({ height: positive, width: positive }),
]);

const schema = z.object({
  image_processor_type: maybe(z.string()),
  feature_extractor_type: maybe(z.string()),
  do_resize: maybe(z.boolean()),
  size: maybe(sides),
  resample: maybe(z.int()),
  do_center_crop: maybe(z.boolean()),
  crop_size: maybe(sides),
  do_rescale: maybe(z.boolean()),
  rescale_factor: maybe(positive),
  do_normalize: maybe(z.boolean()),
  image_mean: maybe(threeNumbers),
  image_std: maybe(threeNumbers),
});
type Processor = z.infer<typeof schema>;

/** Pillow's numbers. */
const resamplings: readonly (Preprocessing['interpolation'] | undefined)[] = [
  'nearest',
  'lanczos',
  'bilinear',
  'bicubic',
];

/** Of a processor whose file does not say, by the beginning of its name. */
const usual: readonly { readonly name: RegExp; readonly interpolation: Preprocessing['interpolation'] }[] = [
  { name: /^ViT/, interpolation: 'bilinear' },
  { name: /^(CLIP|Bit|DeiT)/, interpolation: 'bicubic' },
];

/**
 * What Hugging Face's `preprocessor_config.json` says, in the form of transformers 5 and in the older ones.
 * @throws {InputError} naming the file and the field
 */
export function readImageProcessor(path: string, content: unknown): StatedImages {
  const processor = parseConfig(schema, path, content);
  const { resample } = processor;
  const interpolation =
    resample === undefined
      ? usual.find(({ name }) => name.test(typeOf(processor)))?.interpolation
      : resamplings[resample];
  return {
    path,
    preprocessing: {
      ...geometry(processor),
      ...(interpolation && { interpolation }),
      ...normalization(processor),
    },
    notes:
      resample !== undefined && interpolation === undefined
        ? [`${path}: resample ${resample} is not offered, so another interpolation is used.`]
        : [],
  };
}

function typeOf(processor: Processor): string {
  return processor.image_processor_type ?? processor.feature_extractor_type ?? '';
}

function geometry(processor: Processor): StatedImages['preprocessing'] {
  const { size, crop_size: crop, do_resize: resizes, do_center_crop: crops } = processor;
  if (size === undefined || resizes === false) return {};
  const cropped = crops && crop !== undefined ? cropFraction(sideOf(crop), sideOf(size)) : 1;
  return { resize: keepsShape(processor) ? 'shortest-edge' : 'squash', cropFraction: cropped };
}

/** Old files give one number, which means the shortest edge to some processors and both sides to the others. */
function keepsShape(processor: Processor): boolean {
  const { size } = processor;
  if (typeof size !== 'number') return size !== undefined && 'shortest_edge' in size;
  return /^(CLIP|Bit)/.test(typeOf(processor));
}

function sideOf(size: z.infer<typeof sides>): number {
  if (typeof size === 'number') return size;
  return 'shortest_edge' in size ? size.shortest_edge : size.height;
}

/** The fraction that gives back the resized side when the crop is divided by it and rounded down. */
export function cropFraction(crop: number, resized: number): number {
  const exact = crop / resized;
  const fraction = Math.floor(crop / exact) === resized ? exact : crop / (resized + 1e-6);
  return Math.min(fraction, 1);
}

/** Mean and deviation of pixel values in 0…1, whatever range the processor brings them to first. */
function normalization(processor: Processor): StatedImages['preprocessing'] {
  if (processor.do_normalize === false) return { mean: [0, 0, 0], std: [1, 1, 1] };
  const range = 255 * (processor.do_rescale === false ? 1 : (processor.rescale_factor ?? 1 / 255));
  const scaled = ([red, green, blue]: readonly [number, number, number]): [number, number, number] =>
    Math.abs(range - 1) < 1e-6 ? [red, green, blue] : [red / range, green / range, blue / range];
  return {
    ...(processor.image_mean && { mean: scaled(processor.image_mean) }),
    ...(processor.image_std && { std: scaled(processor.image_std) }),
  };
}
