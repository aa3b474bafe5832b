import { existsSync, readFileSync } from 'node:fs';
import { dirname, basename } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../protocol/inputError';
import { OwnImages } from './ownImages';

test('dropped bytes become a file whose name cannot leave its folder, and which goes with the panel', async () => {
  const own = new OwnImages();
  const first = await own.keep('../../etc/a b.png', new Uint8Array([1, 2]));
  const second = await own.keep('../../etc/a b.png', new Uint8Array([3]));
  expect(first.name).toBe('../../etc/a b.png');
  expect(dirname(first.file)).toBe(dirname(second.file));
  expect(basename(first.file)).not.toBe(basename(second.file));
  expect([...readFileSync(first.file)]).toEqual([1, 2]);
  own.dispose();
  expect(existsSync(dirname(first.file))).toBe(false);
});

test('nothing at all is not taken', async () => {
  await expect(new OwnImages().keep('a.png', new Uint8Array())).rejects.toThrow(InputError);
});

test('an image that is chosen again is listed once', () => {
  const own = new OwnImages();
  own.add('/images/a.png');
  own.add('/images/a.png');
  expect(own.all).toEqual([{ file: '/images/a.png', name: 'a.png' }]);
});
