import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { pathIn } from './draft';

const at = (...parts: string[]) => ({ fsPath: resolve(...parts) });

test('a path inside the folder is relative with slashes, one outside absolute', () => {
  expect(pathIn(at('/project'), at('/project', 'images', 'birds'))).toBe('images/birds');
  expect(pathIn(at('/project'), at('/elsewhere', 'birds'))).toBe(resolve('/elsewhere/birds'));
  expect(pathIn(at('/project'), at('/project-2'))).toBe(resolve('/project-2'));
  expect(pathIn(at('/project'), at('/project'))).toBe(resolve('/project'));
});

test('a folder whose name begins with two dots is inside', () => {
  expect(pathIn(at('/project'), at('/project', '..images'))).toBe('..images');
});
