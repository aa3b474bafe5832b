import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { pathIn } from './draft';

const at = (...parts: string[]) => ({ fsPath: resolve(...parts) });

test('a path inside the folder is relative with slashes, one outside absolute', () => {
  expect(pathIn(at('/work'), at('/work', 'images', 'birds'))).toBe('images/birds');
  expect(pathIn(at('/work'), at('/elsewhere', 'birds'))).toBe(resolve('/elsewhere/birds'));
  expect(pathIn(at('/work'), at('/work-2'))).toBe(resolve('/work-2'));
  expect(pathIn(at('/work'), at('/work'))).toBe(resolve('/work'));
});

test('a folder whose name begins with two dots is inside', () => {
  expect(pathIn(at('/work'), at('/work', '..images'))).toBe('..images');
});
