import { expect, test as plain } from 'vitest';
import type { Preprocessing } from '../protocol/preprocessing';
import { augmentedImage, epochOrder, loadBatch, loadingAhead } from './batches';
import { scanImageFolder } from './imageFolder';
import { ImageStore } from './imageStore';
import { fixtureFile } from './pillowFixtures';
import { test, writeImage } from './temporaryFolder';

const preprocessing: Preprocessing = {
  imageSize: 4,
  resize: 'squash',
  cropFraction: 1,
  interpolation: 'bicubic',
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
};
const wide = { path: 'a/wide.png', file: fixtureFile('wide.png'), label: 0 };

test('a batch holds its images and labels in the order of its items', async ({ folder }) => {
  await writeImage(folder, 'a/1.png', 0);
  await writeImage(folder, 'b/1.png', 255);
  await writeImage(folder, 'b/2.png', 51);
  const { train } = await scanImageFolder(folder);
  const items = [train[2], train[0], train[1]];
  const batch = await loadBatch(items, new ImageStore(preprocessing, 1000), preprocessing);
  expect([...batch.labels]).toEqual([1, 0, 1]);
  expect(batch.items).toBe(items);
  expect(batch.images).toHaveLength(3 * 3 * 16);
  expect([0, 48, 96].map(i => batch.images[i])).toEqual([expect.closeTo(-0.6), -1, 1]);
});

plain('augmentation depends on seed, epoch and path alone', async () => {
  const images = async (seed: number, epoch: number, path: string, budget: number): Promise<Float32Array> => {
    const augmented = { augmentation: { flip: true, randomResizedCrop: true }, seed, epoch };
    const items = [{ ...wide, path }];
    return (await loadBatch(items, new ImageStore(preprocessing, budget), preprocessing, augmented)).images;
  };
  const first = await images(1, 0, 'a/wide.png', 0);
  expect(await images(1, 0, 'a/wide.png', 100_000)).toEqual(first);
  expect(await images(2, 0, 'a/wide.png', 0)).not.toEqual(first);
  expect(await images(1, 1, 'a/wide.png', 0)).not.toEqual(first);
  expect(await images(1, 0, 'b/wide.png', 0)).not.toEqual(first);
});

plain('without a random crop, training sees what evaluation sees or its mirror image', async () => {
  const store = new ImageStore(preprocessing, 10_000);
  const evaluated = await store.evaluated(wide);
  const seen = await Promise.all(
    Array.from({ length: 20 }, (_, epoch) =>
      augmentedImage(wide, store, preprocessing, {
        augmentation: { flip: true, randomResizedCrop: false },
        seed: 0,
        epoch,
      }),
    ),
  );
  const reds = (data: Uint8Array): number[] => [...data.subarray(0, 12)].filter((_, i) => i % 3 === 0);
  const same = seen.filter(image => Buffer.compare(image.data, evaluated.data) === 0);
  const mirrored = seen.filter(image => `${reds(image.data)}` === `${reds(evaluated.data).reverse()}`);
  expect(same.length).toBeGreaterThan(0);
  expect(mirrored.length).toBeGreaterThan(0);
  expect(same.length + mirrored.length).toBe(20);
});

plain('an epoch visits every image once, in an order of its own', () => {
  const order = epochOrder(3, 1, 50);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(epochOrder(3, 1, 50)).toEqual(order);
  expect(epochOrder(3, 2, 50)).not.toEqual(order);
  expect(epochOrder(4, 1, 50)).not.toEqual(order);
});

plain('the next load is under way while this one is used, and no further one', async () => {
  const log: string[] = [];
  const loads = ['a', 'b', 'c'].map(name => async () => {
    log.push(`load ${name}`);
    return name;
  });
  for await (const name of loadingAhead(loads)) log.push(`use ${name}`);
  expect(log).toEqual(['load a', 'load b', 'use a', 'load c', 'use b', 'use c']);
});

plain('a load that fails early does so for its consumer, after those before it', async () => {
  const used: string[] = [];
  const consume = async (): Promise<void> => {
    const loads = [() => Promise.resolve('a'), () => Promise.reject(new Error('lost')), () => Promise.resolve('c')];
    for await (const name of loadingAhead(loads)) {
      await new Promise(resolve => setImmediate(resolve));
      used.push(name);
    }
  };
  await expect(consume()).rejects.toThrow('lost');
  expect(used).toEqual(['a']);
});
