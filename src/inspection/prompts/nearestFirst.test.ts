import { expect, test, vi } from 'vitest';
import { NearestFirst } from './nearestFirst';

const nearestOf = (limit: number, similarities: readonly number[]) => {
  const list = new NearestFirst<number>(limit);
  similarities.forEach((similarity, i) => list.offer(similarity, () => i));
  return list.found.map(({ what }) => what);
};

test('the nearest are kept, nearest first', () => {
  expect(nearestOf(3, [0.1, 0.9, -0.5, 0.4, 0.95, 0.2])).toEqual([4, 1, 3]);
});

test('of equals the first stays first, and is not pushed out', () => {
  expect(nearestOf(2, [0.5, 0.5, 0.5])).toEqual([0, 1]);
});

test('nothing is made of what is not kept, nor of what is no number', () => {
  const list = new NearestFirst<string>(1);
  const make = vi.fn(() => 'far');
  list.offer(0.5, () => 'near');
  list.offer(0.4, make);
  list.offer(Number.NaN, make);
  expect(make).not.toHaveBeenCalled();
  expect(list.found).toEqual([{ similarity: 0.5, what: 'near' }]);
});
