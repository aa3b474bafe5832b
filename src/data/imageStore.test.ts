import { expect, test } from 'vitest';
import type { Preprocessing } from '../protocol/preprocessing';
import type { RgbImage } from './image';
import { ImageStore } from './imageStore';
import type { Item } from './item';

const preprocessing: Preprocessing = {
  imageSize: 2,
  resize: 'squash',
  cropFraction: 1,
  interpolation: 'bilinear',
  mean: [0, 0, 0],
  std: [1, 1, 1],
};
const item = (path: string): Item => ({ path, file: `/data/${path}`, label: 0 });

/** A store of 4 x 4 images (48 bytes decoded, 12 bytes evaluated), and the files that it decoded. */
function storeOf(budget: number): { store: ImageStore; decodes: string[] } {
  const decodes: string[] = [];
  const decode = (file: string): Promise<RgbImage> => {
    decodes.push(file);
    return file.endsWith('bad')
      ? Promise.reject(new Error('damaged'))
      : Promise.resolve({ width: 4, height: 4, data: new Uint8Array(48).fill(7) });
  };
  return { store: new ImageStore(preprocessing, budget, decode), decodes };
}

test('an image within the budget is decoded once', async () => {
  const { store, decodes } = storeOf(1000);
  const [first, second] = [await store.decoded(item('a')), await store.decoded(item('a'))];
  expect(second).toBe(first);
  expect(decodes).toEqual(['/data/a']);
  expect(store.bytes).toBe(48);
});

test('two that ask at once share one decoding', async () => {
  const { store, decodes } = storeOf(0);
  await Promise.all([store.evaluated(item('a')), store.evaluated(item('a'))]);
  expect(decodes).toEqual(['/data/a']);
});

test('what exceeds the budget is made again each time, and what was kept first stays', async () => {
  const { store, decodes } = storeOf(60);
  for (const path of ['a', 'b', 'a', 'b']) await store.decoded(item(path));
  expect(decodes).toEqual(['/data/a', '/data/b', '/data/b']);
  expect(store.bytes).toBe(48);
});

test('evaluation sees the transformed image, of which only the small form is kept', async () => {
  const { store, decodes } = storeOf(1000);
  expect(await store.evaluated(item('a'))).toEqual({ width: 2, height: 2, data: new Uint8Array(12).fill(7) });
  expect(store.bytes).toBe(12);
  await store.evaluated(item('a'));
  expect(decodes).toHaveLength(1);
});

test('evaluation starts from the decoded image where that is kept', async () => {
  const { store, decodes } = storeOf(1000);
  await store.decoded(item('a'));
  await store.evaluated(item('a'));
  expect(decodes).toHaveLength(1);
});

test('a failure is passed on, and the next one tries again', async () => {
  const { store, decodes } = storeOf(1000);
  await expect(store.decoded(item('bad'))).rejects.toThrow('damaged');
  await expect(store.decoded(item('bad'))).rejects.toThrow('damaged');
  expect(decodes).toHaveLength(2);
});
