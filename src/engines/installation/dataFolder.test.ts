import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder } from './dataFolder';

test.each([
  [{ VISUAL_TUNING_DATA: '/data', XDG_DATA_HOME: '/xdg' }, 'linux', '/data'],
  [{ XDG_DATA_HOME: '/xdg' }, 'linux', join('/xdg', 'visual-tuning')],
  [{ LOCALAPPDATA: '/local' }, 'win32', join('/local', 'visual-tuning')],
] as const)('%j on %s keeps its data in %s', (environment, platform, folder) => {
  expect(dataFolder(environment, platform)).toBe(folder);
});

test('without anything said, data is kept in the home of who runs it', () => {
  expect(dataFolder({}, 'linux')).toMatch(/\.local.share.visual-tuning$/);
  expect(dataFolder({}, 'darwin')).toMatch(/Library.Application Support.visual-tuning$/);
});
