import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../protocol/inputError';
import type { ImageFolder } from './imageFolder';
import { byPath, type Item } from './item';
import { splitDataset, type SplitOptions, type Splits } from './splits';

function folderOf(sizes: readonly number[], root = '/data'): ImageFolder {
  const train = sizes.flatMap((size, label) =>
    Array.from({ length: size }, (_, i) => itemOf(`class${label}/${i}.png`, label, root)),
  );
  return {
    root,
    classes: sizes.map((_, label) => `class${label}`),
    train: train.sort(byPath),
    validation: null,
    test: null,
  };
}

function itemOf(path: string, label: number, root = '/data'): Item {
  return { path, file: `${root}/${path}`, label };
}

const paths = (items: readonly Item[]): string[] => items.map(item => item.path);
const allPaths = ({ train, validation, test }: Splits): string[][] => [train, validation, test].map(paths);
const ofClass = (items: readonly Item[], label: number): Item[] => items.filter(item => item.label === label);
const refusal = (folder: ImageFolder, options: SplitOptions): string => {
  try {
    splitDataset(folder, options);
  } catch (error) {
    if (error instanceof InputError) return error.message;
  }
  return 'not refused';
};

const sizes = fc.array(fc.integer({ min: 5, max: 40 }), { minLength: 2, maxLength: 5 });
const shares = fc.record({ validation: fc.constantFrom(0, 0.1, 0.2, 0.3), test: fc.constantFrom(0, 0.15, 0.25, 0.4) });
const seeds = fc.integer({ min: 0, max: 1_000_000 });

test('splits are disjoint, lose nothing, and hold out the rounded share of each class', () => {
  fc.assert(
    fc.property(sizes, shares, seeds, (sizes, shares, seed) => {
      const folder = folderOf(sizes);
      const { train, validation, test } = splitDataset(folder, { ...shares, shots: null, seed });
      expect(paths([...train, ...validation, ...test]).sort()).toEqual(paths(folder.train).sort());
      for (const [label, size] of sizes.entries()) {
        expect(ofClass(test, label)).toHaveLength(Math.round(size * shares.test));
        expect(ofClass(validation, label)).toHaveLength(Math.round(size * shares.validation));
      }
    }),
  );
});

test('splits do not depend on the order of files, the place of the data, or other classes', () => {
  fc.assert(
    fc.property(sizes, shares, seeds, (sizes, shares, seed) => {
      const options = { ...shares, shots: null, seed };
      const splits = splitDataset(folderOf(sizes), options);
      const elsewhere = folderOf(sizes, 'D:/elsewhere');
      expect(allPaths(splitDataset({ ...elsewhere, train: [...elsewhere.train].reverse() }, options))).toEqual(
        allPaths(splits),
      );
      const another = splitDataset(folderOf([...sizes, 30]), options);
      expect(paths(another.train.filter(item => item.label < sizes.length))).toEqual(paths(splits.train));
    }),
  );
});

test('shots leave validation and test alone, and fewer are a subset of more', () => {
  fc.assert(
    fc.property(sizes, shares, seeds, fc.integer({ min: 1, max: 2 }), (sizes, shares, seed, shots) => {
      const folder = folderOf(sizes.map(size => size + 5));
      const all = splitDataset(folder, { ...shares, shots: null, seed });
      const few = splitDataset(folder, { ...shares, shots, seed });
      const more = splitDataset(folder, { ...shares, shots: shots + 1, seed });
      expect([paths(few.validation), paths(few.test)]).toEqual([paths(all.validation), paths(all.test)]);
      expect(few.train).toHaveLength(shots * sizes.length);
      expect(paths(more.train)).toEqual(expect.arrayContaining(paths(few.train)));
      expect(paths(all.train)).toEqual(expect.arrayContaining(paths(more.train)));
    }),
  );
});

test('the share of validation does not change the test images', () => {
  const of = (validation: number) => splitDataset(folderOf([20, 20]), { validation, test: 0.3, shots: null, seed: 4 });
  expect(paths(of(0.1).test)).toEqual(paths(of(0.4).test));
});

test('another seed holds out other images', () => {
  const of = (seed: number) =>
    paths(splitDataset(folderOf([50, 50]), { validation: 0, test: 0.2, shots: null, seed }).test);
  expect(of(0)).not.toEqual(of(1));
});

test('every image is held out about equally often', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 1000; seed++) {
    for (const { path } of splitDataset(folderOf([20, 20]), { validation: 0, test: 0.25, shots: null, seed }).test) {
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  }
  expect(counts.size).toBe(40);
  // Binomial of 1000 draws at 0.25: a deviation of 14.
  for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(60);
});

test('an image less changes the place of at most a few others', () => {
  const options = { validation: 0.2, test: 0.2, shots: null, seed: 5 };
  const folder = folderOf([100, 100]);
  const before = splitDataset(folder, options);
  const after = splitDataset({ ...folder, train: folder.train.filter(item => item.path !== 'class0/17.png') }, options);
  const moved = paths(after.train).filter(path => !paths(before.train).includes(path));
  expect(moved.length).toBeLessThanOrEqual(2);
});

test('folders of their own are taken as they are, and the missing one is split off train', () => {
  const given = [itemOf('test/class1/z.png', 1), itemOf('test/class0/a.png', 0)];
  const folder: ImageFolder = { ...folderOf([10, 10]), test: given };
  const splits = splitDataset(folder, { validation: 0.2, test: 0.9, shots: 3, seed: 0 });
  expect(paths(splits.test)).toEqual(['test/class0/a.png', 'test/class1/z.png']);
  expect([splits.validation.length, splits.train.length]).toEqual([4, 6]);
});

test('a class with fewer images than shots is named, with both numbers', () => {
  const message = refusal(folderOf([10, 5]), { validation: 0.2, test: 0.2, shots: 5, seed: 0 });
  expect(message).toBe(
    'Class "class1" of "/data" has 3 images to train on, but data.shots asks for 5: lower data.shots or add images.',
  );
});

test('shares that leave a class nothing to train on are refused by its name', () => {
  expect(refusal(folderOf([10, 2]), { validation: 0.4, test: 0.5, shots: null, seed: 0 })).toContain(
    'Class "class1" of "/data" has 2 images, of which a data.validation of 0.4 and a data.test of 0.5 leave none',
  );
});

test('a share that holds out no image of any class is refused', () => {
  expect(refusal(folderOf([2, 2]), { validation: 0.2, test: 0, shots: null, seed: 0 })).toContain(
    'a data.validation of 0.2 holds out no image at all',
  );
});
