import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hereOrElsewhere, quickStat, quickText } from './quickFiles';

/** Where each of so many calls was made, if it takes these milliseconds here. */
async function placesOf(durations: readonly number[], pauseBetween = 0): Promise<string[]> {
  let now = 0;
  const quickly = hereOrElsewhere(() => now);
  const places: string[] = [];
  for (const duration of durations) {
    const here = () => {
      now += duration;
      return 'here';
    };
    places.push(await quickly(here, () => Promise.resolve('elsewhere')));
    now += pauseBetween;
  }
  return places;
}

test('a file is read, and one that is not there is said to be missing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quick-files-'));
  try {
    writeFileSync(join(folder, 'a'), 'text');
    expect(await quickText(join(folder, 'a'))).toBe('text');
    expect((await quickStat(join(folder, 'a'))).size).toBe(4);
    await expect(quickText(join(folder, 'b'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(quickStat(join(folder, 'b'))).rejects.toMatchObject({ code: 'ENOENT' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a slow disk is soon waited for by another thread', async () => {
  expect(await placesOf([5, 5, 5, 5, 5])).toEqual(['here', 'here', 'here', 'elsewhere', 'elsewhere']);
});

test('one long call among quick ones makes no slow disk', async () => {
  expect(new Set(await placesOf([0, 0, 9, 0, 0, 0]))).toEqual(new Set(['here']));
});

test('a disk that was slow is tried again', async () => {
  expect(await placesOf([20, 5, 5, 5], 6000)).toEqual(['here', 'elsewhere', 'here', 'here']);
});
