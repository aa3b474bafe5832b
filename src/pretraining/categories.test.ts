import { describe, expect, test } from 'vitest';
import { RandomStream } from '../random/stream';
import { categoryCount, generateImage, pretexts } from './categories';
import { drawGlyphs } from './glyphs';

const size = 64;
const glyphs = await drawGlyphs('node_modules', [
  { subset: 'latin', characters: 'A' },
  { subset: 'latin', characters: 'oO' },
  { subset: 'greek', characters: 'Ω' },
  { subset: 'greek', characters: 'Ψ' },
]);
const all = pretexts(0, glyphs);

function generated(seed: number, index: number): { label: number; image: Float32Array } {
  const image = new Float32Array(3 * size * size);
  return { label: generateImage(image, all, size, seed, index), image };
}

test('a character is drawn in every font that has it, and a category holds all its forms', () => {
  const [a, o, omega] = glyphs.map(({ fields }) => fields.length);
  expect(a).toBe(40);
  expect(o).toBe(80);
  expect(omega).toBeGreaterThan(0);
  expect(omega).toBeLessThan(10);
});

test('an image depends on the seed and its index, and on nothing that was generated before', () => {
  const first = generated(0, 7);
  generated(0, 8);
  expect(generated(0, 7)).toEqual(first);
  expect(generated(0, 8).image).not.toEqual(first.image);
  expect(generated(1, 7).image).not.toEqual(first.image);
});

test('labels count the categories through all pretexts, and each pretext has its share of the images', () => {
  const labels = Array.from({ length: 400 }, (_, index) => generated(0, index).label);
  expect(Math.min(...labels)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...labels)).toBeLessThan(categoryCount(all));
  const letters = labels.filter(label => label < 2).length / labels.length;
  expect(letters).toBeGreaterThan(0.33);
  expect(letters).toBeLessThan(0.47);
  expect(all.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
});

describe.each(all.map(pretext => [pretext.name, pretext] as const))('%s', (_, { paint, categories }) => {
  const painted = (category: number, seed: number) => {
    const image = new Float32Array(3 * size * size);
    paint(image, category, size, new RandomStream(seed, 'test'));
    return image;
  };

  test('pixels are in range and an image is not of one colour', () => {
    for (let seed = 0; seed < 10; seed++) {
      const image = painted(seed % categories, seed);
      expect(image.every(value => value >= -1 && value <= 1)).toBe(true);
      expect(new Set(image).size).toBeGreaterThan(2);
    }
  });

  test('two categories look different under equal circumstances', () => {
    expect(painted(0, 1)).not.toEqual(painted(1, 1));
  });
});
