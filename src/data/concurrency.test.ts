import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { forEachConcurrently } from './concurrency';

test('every item is visited once, and no more than the limit at a time', async () => {
  const visited: number[] = [];
  let underWay = 0;
  let most = 0;
  await forEachConcurrently([5, 1, 4, 2, 3], 2, async item => {
    most = Math.max(most, ++underWay);
    await delay(item);
    visited.push(item);
    underWay--;
  });
  expect(visited.sort()).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test('after a failure nothing more is started, and what is under way ends first', async () => {
  const log: string[] = [];
  const work = forEachConcurrently([0, 1, 2, 3], 2, async item => {
    log.push(`start ${item}`);
    if (item === 0) throw new Error('first');
    await delay(5);
    log.push(`end ${item}`);
  });
  await expect(work).rejects.toThrow('first');
  expect(log).toEqual(['start 0', 'start 1', 'end 1']);
});
