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

async function listed(bytes: Buffer): Promise<[path: string, contents: string | number][]> {
  const found: [string, string | number][] = [];
  for await (const { path, target, size } of readTar(Readable.from([bytes]))) found.push([path, target ?? size]);
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
  const sizes: number[] = [];
  for await (const { size, contents } of readTar(Readable.from(parts))) {
    sizes.push(size);
    // Of the first, a part alone.
    for await (const part of contents) if (part.length > 0) break;
  }
  expect(sizes).toEqual([large.length, 512, 1]);
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
  await expect(listed(gzipSync(Buffer.alloc(2048, 'text')))).rejects.toThrow('is no tar archive');
  const whole = tarFile([{ path: 'a', contents: large }]);
  await expect(listed(whole.subarray(0, -100))).rejects.toThrow(/unexpected end/);
  await expect(listed(gzipSync(gunzipSync(whole).subarray(0, 5000)))).rejects.toThrow('cut short');
});

test('unpacking ends when it is cancelled', async () => {
  await writeFile(join(folder, 'archive.tar.gz'), tarFile([{ path: 'a', contents: large }]));
  const cancelled = unpackTar(join(folder, 'archive.tar.gz'), path => join(folder, path), {
    signal: AbortSignal.abort(),
  });
  await expect(cancelled).rejects.toThrow(/abort/i);
});
