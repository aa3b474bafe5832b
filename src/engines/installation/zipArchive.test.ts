import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ZipEntry, readText, readZip, unpack } from './zipArchive';
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
    const entry = await entryOf(path, name);
    const destination = join(folder, 'out', name);
    await unpack(path, entry, destination, { onBytes: bytes => (written += bytes) });
    expect(contents.equals(await readFile(destination))).toBe(true);
    if (name.endsWith('.txt')) expect(await readText(path, entry)).toBe('as it is');
  }
  expect(written).toBe(files.reduce((total, { contents }) => total + contents.length, 0));
});

async function entryOf(path: string, name: string): Promise<ZipEntry> {
  const entry = (await readZip(path)).get(name);
  if (!entry) throw new Error(`${name} is missing`);
  return entry;
}

test('what is no archive, or was cut short, is refused', async () => {
  await expect(readZip(await archive(Buffer.from('<html>no</html>')))).rejects.toThrow('is not a zip archive');
  await expect(readZip(await archive(zipFile(files).subarray(0, -40)))).rejects.toThrow('is not a zip archive');
});

test.each(['../evil', 'a/../../evil', '/etc/evil', 'C:\\evil', 'a\\..\\..\\evil'])(
  'the path %s, which leads out of the folder, is refused',
  async path => {
    await expect(readZip(await archive(zipFile([{ path, contents: large }])))).rejects.toThrow(
      /(absolute|relative) path/,
    );
  },
);

test('a file that is not as long as the directory says is refused', async () => {
  const path = await archive(zipFile(files));
  const entry = await entryOf(path, 'a/large.bin');
  for (const size of [7, large.length + 1]) {
    const wrong = unpack(path, { ...entry, size }, join(folder, `${size}`));
    await expect(wrong).rejects.toThrow(/^a\/large.bin of .* is not what the directory says/);
  }
});

test('of a file that is longer than the directory says, no more is unpacked', async () => {
  const long = Buffer.concat(Array.from({ length: 40 }, () => large));
  const path = await archive(zipFile([{ path: 'a', contents: long }]));
  const entry = { ...(await entryOf(path, 'a')), size: large.length };
  await expect(unpack(path, entry, join(folder, 'out'))).rejects.toThrow('is not what the directory says');
  expect((await stat(join(folder, 'out'))).size).toBeLessThanOrEqual(large.length);
});

test('a file that is damaged is refused', async () => {
  const bytes = zipFile(files);
  bytes[bytes.indexOf('as it is')] ^= 1;
  const path = await archive(bytes);
  await expect(unpack(path, await entryOf(path, 'a/stored.txt'), join(folder, 'out'))).rejects.toThrow('not what');
  await expect(readText(path, await entryOf(path, 'a/stored.txt'))).rejects.toThrow(/^a\/stored.txt of .* not what/);
});

test('a file that is packed in an unknown way is refused', async () => {
  const bytes = zipFile([{ path: 'a', contents: large }]);
  bytes.writeUInt16LE(93, bytes.lastIndexOf('PK\u0001\u0002') + 10);
  const path = await archive(bytes);
  await expect(unpack(path, await entryOf(path, 'a'), join(folder, 'out'))).rejects.toThrow('not read here');
});

test('nothing is written over', async () => {
  const path = await archive(zipFile(files));
  await writeFile(join(folder, 'there'), 'first');
  await expect(unpack(path, await entryOf(path, 'a/large.bin'), join(folder, 'there'))).rejects.toThrow('EEXIST');
  expect(await readFile(join(folder, 'there'), 'utf8')).toBe('first');
});

test('unpacking ends when it is cancelled, before it or in its midst', async () => {
  const path = await archive(zipFile([{ path: 'a', contents: Buffer.concat(Array(20).fill(large)) }]));
  const entry = await entryOf(path, 'a');
  await expect(unpack(path, entry, join(folder, 'one'), { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  const midway = new AbortController();
  const cancelled = unpack(path, entry, join(folder, 'other'), {
    signal: midway.signal,
    onBytes: () => midway.abort(),
  });
  await expect(cancelled).rejects.toThrow(/abort/i);
});
