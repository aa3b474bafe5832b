import { expect, test } from 'vitest';
import { InputError } from '../../../protocol/inputError';
import { cropFraction, readImageProcessor } from './imageProcessor';

const half = [0.5, 0.5, 0.5];
const read = (content: unknown) => readImageProcessor('preprocessor_config.json', content);

test('a processor with height and width resizes both sides and crops nothing', () => {
  const { preprocessing, notes } = read({
    image_processor_type: 'ViTImageProcessor',
    do_resize: true,
    size: { height: 224, width: 224 },
    resample: 2,
    do_rescale: true,
    rescale_factor: 0.00392156862745098,
    do_normalize: true,
    image_mean: half,
    image_std: half,
  });
  expect(preprocessing).toEqual({
    resize: 'squash',
    cropFraction: 1,
    interpolation: 'bilinear',
    mean: half,
    std: half,
  });
  expect(notes).toEqual([]);
});

test('a processor with a shortest edge and a crop gives the fraction between them', () => {
  const { preprocessing } = read({
    size: { shortest_edge: 256 },
    do_center_crop: true,
    crop_size: { height: 224, width: 224 },
    resample: 3,
  });
  expect(preprocessing).toEqual({ resize: 'shortest-edge', cropFraction: 0.875, interpolation: 'bicubic' });
});

test.each([
  ['ViTFeatureExtractor', { size: 224 }, { resize: 'squash', cropFraction: 1, interpolation: 'bilinear' }],
  [
    'CLIPFeatureExtractor',
    { size: 224, do_center_crop: true, crop_size: 224, resample: 3 },
    { resize: 'shortest-edge', cropFraction: 1, interpolation: 'bicubic' },
  ],
  [
    'DeiTFeatureExtractor',
    { size: 256, do_center_crop: true, crop_size: 224 },
    { resize: 'squash', cropFraction: 0.875, interpolation: 'bicubic' },
  ],
])("one number for a size is read as the older files' %s means it", (type, content, expected) => {
  expect(read({ feature_extractor_type: type, ...content }).preprocessing).toEqual(expected);
});

test('mean and deviation are those of values in 0…1, whatever range the processor brings pixels to', () => {
  const mean = [127.5, 127.5, 127.5];
  expect(read({ do_rescale: false, image_mean: mean, image_std: mean }).preprocessing).toEqual({
    mean: half,
    std: half,
  });
  expect(
    read({ rescale_factor: 1 / 127.5, image_mean: [1, 1, 1], image_std: [1, 1, 1] }).preprocessing.mean?.[0],
  ).toBeCloseTo(0.5);
  expect(read({ do_normalize: false, image_mean: half, image_std: half }).preprocessing).toEqual({
    mean: [0, 0, 0],
    std: [1, 1, 1],
  });
});

test('what a file does not say is left to the architecture', () => {
  expect(read({}).preprocessing).toEqual({});
});

test('an interpolation that is not offered is a note', () => {
  const { preprocessing, notes } = read({ resample: 4 });
  expect(preprocessing).toEqual({});
  expect(notes).toEqual(['preprocessor_config.json: resample 4 is not offered, so another interpolation is used.']);
});

test('a field of the wrong kind is named', () => {
  expect(() => read({ image_mean: [0.5, 0.5] })).toThrow(InputError);
  expect(() => read({ image_mean: [0.5, 0.5] })).toThrow(/preprocessor_config.json: field "image_mean" is not as/);
});

test('the fraction gives back every resized side when the crop is divided by it', () => {
  for (let crop = 1; crop <= 600; crop++) {
    for (const resized of [crop, crop + 1, Math.round(crop * 1.143), Math.round(crop / 0.9), 2 * crop + 3]) {
      expect(Math.floor(crop / cropFraction(crop, resized)), `${crop} of ${resized}`).toBe(resized);
    }
  }
});
