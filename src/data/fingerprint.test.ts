import { join } from 'node:path';
import { expect } from 'vitest';
import { fingerprintImages } from './fingerprint';
import { scanImageFolder } from './imageFolder';
import { test, writeText } from './temporaryFolder';

async function fingerprintOf(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) await writeText(folder, path, text);
  return fingerprintImages((await scanImageFolder(folder)).train);
}

test('equal files at equal relative paths have one fingerprint anywhere and in any order', async ({ folder }) => {
  const files = { 'a/1.png': 'one', 'b/2.png': 'two' };
  const here = await fingerprintOf(join(folder, 'here'), files);
  expect(here).toMatch(/^[0-9a-f]{64}$/);
  expect(await fingerprintOf(join(folder, 'there'), files)).toBe(here);
  const { train } = await scanImageFolder(join(folder, 'here'));
  expect(await fingerprintImages([...train].reverse())).toBe(here);
});

test('other content, another name or another file changes the fingerprint', async ({ folder }) => {
  const contents: Record<string, string>[] = [
    { 'a/1.png': 'one', 'b/2.png': 'two' },
    { 'a/1.png': 'one', 'b/2.png': 'TWO' },
    { 'a/1.png': 'one', 'b/3.png': 'two' },
    { 'a/1.png': 'one', 'b/2.png': 'two', 'b/3.png': 'two' },
  ];
  const all = await Promise.all(contents.map((files, i) => fingerprintOf(join(folder, String(i)), files)));
  expect(new Set(all).size).toBe(4);
});
