import { mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTar, unpackTar } from './tarArchive';
import { type Tarred, tarFile } from './tarFile.fixture';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tar-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Larger than any part that it is read in. */
const large = Buffer.from(Array.from({ length: 3_000_001 }, (_, i) => (i * i) % 251));

async function lengthOf(contents: AsyncIterable<Buffer>): Promise<number> {
  let length = 0;
  for await (const part of contents) length += part.length;
  return length;
}

async function listed(bytes: Buffer): Promise<[path: string, length: number][]> {
  const found: [string, number][] = [];
  for await (const { path, contents } of readTar(Readable.from([bytes]))) found.push([path, await lengthOf(contents)]);
  return found;
}

async function unpacked(entries: readonly Tarred[], bytes = tarFile(entries)): Promise<void> {
  await writeFile(join(folder, 'archive.tar.gz'), bytes);
  await unpackTar(join(folder, 'archive.tar.gz'), path => join(folder, 'out', path));
}

test.skipIf(process.platform === 'win32')('files come out as they went in, and links as links', async () => {
  await unpacked([
    { path: './lib', kind: '5' },
    { path: './lib/libtensorflow.so.2.9.1', contents: large },
    { path: './lib/libtensorflow.so.2', target: 'libtensorflow.so.2.9.1' },
    { path: './lib/libtensorflow.so', target: './libtensorflow.so.2' },
    { path: 'lib/same', target: './lib/libtensorflow.so.2.9.1', kind: '1' },
    { path: 'empty' },
  ]);
  const lib = join(folder, 'out', 'lib');
  expect(large.equals(await readFile(join(lib, 'libtensorflow.so')))).toBe(true);
  expect(await readlink(join(lib, 'libtensorflow.so'))).toBe('libtensorflow.so.2');
  expect(await readlink(join(lib, 'same'))).toBe('libtensorflow.so.2.9.1');
  expect(await readFile(join(folder, 'out', 'empty'), 'utf8')).toBe('');
});

test('what is not read is passed over, whatever the size of the parts that the archive comes in', async () => {
  const bytes = tarFile([
    { path: 'a', contents: large },
    { path: 'b', contents: 'x'.repeat(512) },
    { path: 'c', contents: 'y' },
  ]);
  const parts = Array.from({ length: Math.ceil(bytes.length / 777) }, (_, i) => bytes.subarray(777 * i, 777 * (i + 1)));
  const read: [string, number][] = [];
  for await (const { path, contents } of readTar(Readable.from(parts))) {
    if (path === 'c') read.push([path, await lengthOf(contents)]);
    // Of the first, a part alone; of the second, nothing.
    if (path === 'a') for await (const part of contents) if (part.length > 0) break;
  }
  expect(read).toEqual([['c', 1]]);
});

test('names that are too long for the header come from the entry before', async () => {
  const long = `${'folder/'.repeat(30)}file`;
  const record = `path=${long}\n`;
  const length = record.length + 4;
  expect(
    await listed(
      tarFile([
        { path: 'global', kind: 'g', contents: '20 comment=anything\n' },
        { path: 'pax', kind: 'x', contents: `${length} ${record}` },
        { path: 'cut', contents: 'pax' },
        { path: '././@LongLink', kind: 'L', contents: `${long}\0` },
        { path: 'cut', contents: 'gnu!' },
        { path: 'short', contents: '' },
      ]),
    ),
  ).toEqual([
    [long, 3],
    [long, 4],
    ['short', 0],
  ]);
});

test.each(['../evil', 'a/../../evil', '/etc/evil', 'C:\\evil', 'a\\..\\..\\evil'])(
  'the path %s, which leads out of the folder, is refused',
  async path => {
    await expect(unpacked([{ path, contents: 'evil' }])).rejects.toThrow('leads out of its folder');
    expect((await readdir(folder)).filter(name => name !== 'archive.tar.gz')).toEqual([]);
  },
);

test.each(['/etc', '../..', '..', 'other/file'])('a link to %s is refused', async target => {
  await expect(unpacked([{ path: 'link', target }])).rejects.toThrow('which is elsewhere');
});

test.skipIf(process.platform === 'win32')('nothing is written over, nor through a link', async () => {
  const twice = [
    { path: 'file', contents: 'first' },
    { path: 'link', target: 'file' },
    { path: 'link', contents: 'second' },
  ];
  await expect(unpacked(twice)).rejects.toThrow('EEXIST');
  expect(await readFile(join(folder, 'out', 'file'), 'utf8')).toBe('first');
});

test('what is no archive, is damaged or was cut short, is refused', async () => {
  await expect(listed(Buffer.from('<html>no</html>'))).rejects.toThrow(/header/);
  await expect(listed(gzipSync(Buffer.alloc(2048, 'text')))).rejects.toThrow('Invalid tar header');
  const whole = tarFile([{ path: 'a', contents: large }]);
  await expect(listed(whole.subarray(0, -100))).rejects.toThrow(/unexpected end/);
  const checksum = Buffer.from(whole);
  checksum[whole.length - 8] ^= 1;
  await expect(listed(checksum)).rejects.toThrow('incorrect data check');
  for (const length of [100, 5000, 2_000_000]) {
    const cut = gzipSync(gunzipSync(whole).subarray(0, length));
    await expect(listed(cut)).rejects.toThrow('is cut short');
    await expect(unpacked([], cut)).rejects.toThrow('is cut short');
    await rm(join(folder, 'out'), { recursive: true, force: true });
  }
});

test('a link to nothing is refused', async () => {
  await expect(unpacked([{ path: 'a/link', target: '' }])).rejects.toThrow('which is elsewhere');
  await expect(unpacked([{ path: 'a/link', target: '', kind: '1' }])).rejects.toThrow('which is elsewhere');
});

test('unpacking tells how far it is, in a large file too', async () => {
  const archive = join(folder, 'archive.tar.gz');
  const bytes = tarFile([{ path: 'a', contents: large }]);
  await writeFile(archive, bytes);
  const told: number[] = [];
  await unpackTar(archive, path => join(folder, path), { onBytes: done => told.push(done) });
  expect(told.length).toBeGreaterThan(2);
  expect(told.at(-1)).toBe(bytes.length);
});

test('unpacking ends when it is cancelled, before it or in its midst', async () => {
  const archive = join(folder, 'archive.tar.gz');
  await writeFile(archive, tarFile([{ path: 'a', contents: large }]));
  const place = (path: string) => join(folder, path);
  await expect(unpackTar(archive, place, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  const midway = new AbortController();
  const cancelled = unpackTar(archive, place, { signal: midway.signal, onBytes: () => midway.abort() });
  await expect(cancelled).rejects.toThrow(/abort/i);
});
