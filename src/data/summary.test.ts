import { expect, test } from 'vitest';
import { describeDataset, summarizeDataset } from './summary';

const items = (counts: readonly number[]) =>
  counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, i) => ({ path: `${label}/${i}`, file: '', label })),
  );

test('images are counted per class, in the order of labels', () => {
  expect(summarizeDataset(['a', 'b', 'c'], items([2, 0, 3]))).toEqual({
    images: 5,
    classes: [
      { name: 'a', images: 2 },
      { name: 'b', images: 0 },
      { name: 'c', images: 3 },
    ],
  });
});

test('a description gives the total and the range of class sizes', () => {
  expect(describeDataset(summarizeDataset(['a', 'b'], items([1200, 3])))).toBe(
    '1,203 images in 2 classes, 3 (b) to 1,200 (a) per class',
  );
  expect(describeDataset(summarizeDataset(['a', 'b'], items([4, 4])))).toBe('8 images in 2 classes, 4 per class');
});
