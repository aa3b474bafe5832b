import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readText, readZip, unpack } from './zipArchive';
import { zipFile } from './zipFile.fixture';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-'));
});
afterEach(() => rm(folder, { recursive: true }));

const large = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));
const files = [
  { path: 'a/large.bin', contents: large },
  { path: 'a/stored.txt', contents: Buffer.from('as it is'), stored: true },
  { path: 'empty', contents: Buffer.alloc(0), stored: true },
];

async function archive(bytes: Buffer): Promise<string> {
  const path = join(folder, 'archive.whl');
  await writeFile(path, bytes);
  return path;
}

test.each([undefined, 'a comment at the end'])('files come out as they went in (%s)', async comment => {
  const path = await archive(zipFile(files, comment));
  const entries = await readZip(path);
  expect([...entries.keys()]).toEqual(files.map(file => file.path));
  let written = 0;
  for (const { path: name, contents } of files) {
    const entry = entries.get(name);
    if (!entry) throw new Error(name);
    const destination = join(folder, 'out', name);
    await unpack(path, entry, destination, { onBytes: bytes => (written += bytes) });
    expect(contents.equals(await readFile(destination))).toBe(true);
    if (name.endsWith('.txt')) expect(await readText(path, entry)).toBe('as it is');
  }
  expect(written).toBe(files.reduce((total, { contents }) => total + contents.length, 0));
});

test('what is no archive, or was cut short, is refused', async () => {
  await expect(readZip(await archive(Buffer.from('<html>no</html>')))).rejects.toThrow('is not a zip archive');
  await expect(readZip(await archive(zipFile(files).subarray(0, -40)))).rejects.toThrow('is not a zip archive');
});

test('a file that is not as long as the directory says is refused', async () => {
  const path = await archive(zipFile(files));
  const entry = (await readZip(path)).get('a/large.bin');
  if (!entry) throw new Error('missing');
  const wrong = unpack(path, { ...entry, size: 7 }, join(folder, 'out'));
  await expect(wrong).rejects.toThrow('has 300000 bytes where its directory says 7');
});

test('unpacking ends when it is cancelled', async () => {
  const path = await archive(zipFile(files));
  const entry = (await readZip(path)).get('a/large.bin');
  if (!entry) throw new Error('missing');
  const cancelled = unpack(path, entry, join(folder, 'out'), { signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toThrow(/abort/i);
});
