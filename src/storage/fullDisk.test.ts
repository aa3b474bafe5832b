import { expect, test } from 'vitest';
import { DiskFull, isDiskFull } from './fullDisk';

const failure = (code: string) => Object.assign(new Error(`${code}: write`), { code });

test('a full disk and a full quota are told from everything else that can go wrong with a file', () => {
  expect(['ENOSPC', 'EDQUOT', 'EROFS', 'ENOENT'].map(code => isDiskFull(failure(code)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isDiskFull(new DiskFull('/data', 'then run it again'))).toBe(true);
  expect(isDiskFull(new Error('There is no room left.'))).toBe(false);
  expect(isDiskFull('ENOSPC')).toBe(false);
});

test('its sentence names the folder and what to do', () => {
  expect(new DiskFull('/data/runs/a-1', 'then run it again').message).toBe(
    'There is no room left on the disk of /data/runs/a-1: free some, then run it again.',
  );
});
