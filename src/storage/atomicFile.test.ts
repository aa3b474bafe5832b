import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFileAtomically, writeJsonAtomically } from './atomicFile';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a file is written and replaced, and nothing else is left in the folder', async () => {
  const path = join(folder, 'one', 'state.json');
  await mkdir(join(folder, 'one'));
  await writeFileAtomically(path, 'first');
  await writeJsonAtomically(path, { second: true });
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ second: true });
  expect(await readdir(join(folder, 'one'))).toEqual(['state.json']);
});

test('a write that fails leaves what was there and no temporary file', async () => {
  const path = join(folder, 'two');
  await mkdir(join(path, 'in the way'), { recursive: true });
  await expect(writeFileAtomically(path, 'x')).rejects.toThrow();
  expect(await readdir(path)).toEqual(['in the way']);
  expect((await readdir(folder)).filter(name => name.endsWith('.tmp'))).toEqual([]);
});

test('whoever reads while others write sees one of the contents whole', async () => {
  const path = join(folder, 'busy');
  const contents = Array.from({ length: 10 }, (_, index) => String(index).repeat(100_000));
  await writeFileAtomically(path, contents[0]);
  let writing = true;
  const writes = Promise.all(contents.map(content => writeFileAtomically(path, content))).finally(() => {
    writing = false;
  });
  while (writing) {
    expect(contents).toContain(await readFile(path, 'utf8'));
  }
  await writes;
});
