import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ByteReader } from './byteReader';

/** A file or a link in a tar archive. */
export interface TarEntry {
  /** Without `./` before it; within the archive's own folder. */
  readonly path: string;
  /** Of a link, what it points to, relative to the folder that it lies in; null of a file. */
  readonly target: string | null;
  readonly size: number;
  /** To be read before the next entry is asked for, or not at all. */
  readonly contents: AsyncIterable<Buffer>;
}

const block = 512;
/** Texts that belong to the entry after them are paths. */
const longestText = 1 << 16;

/**
 * Reads a gzipped tar archive from its beginning to its end, a part at a time: POSIX's `ustar` and `pax`, and GNU's long
 * names. Folders are left out.
 * @throws {Error} if it is none, is cut short, or has a path that leads out of its folder
 */
export async function* readTar(packed: Readable, signal?: AbortSignal): AsyncGenerator<TarEntry, void, void> {
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  // What goes wrong here, whoever reads from the other end is told.
  const piping = pipeline(packed, gunzip, { signal }).catch(() => undefined);
  try {
    yield* entriesOf(new ByteReader(gunzip));
  } finally {
    gunzip.destroy();
    await piping;
  }
}

async function* entriesOf(reader: ByteReader): AsyncGenerator<TarEntry, void, void> {
  let given: { path?: string; target?: string } = {};
  for (;;) {
    const header = await reader.take(block, true);
    if (header.length === 0 || header.every(byte => byte === 0)) return;
    const { kind, path: short, target, size } = parseHeader(header);
    const padding = (block - (size % block)) % block;
    if ('xLKg'.includes(kind)) {
      if (size > longestText) throw new Error('The archive is damaged.');
      const bytes = await reader.take(size);
      if (kind === 'x') given = { ...given, ...fromRecords(bytes) };
      if (kind === 'L') given = { ...given, path: textOf(bytes) };
      if (kind === 'K') given = { ...given, target: textOf(bytes) };
    } else {
      const path = within(given.path ?? short);
      const linked = given.target ?? target;
      given = {};
      const before = reader.position;
      const contents = reader.some(size);
      if ('07'.includes(kind)) yield { path, target: null, size, contents };
      // A link to the same file is as good as one to its name. That one is written as a path in the archive.
      if (kind === '1') yield { path, target: posix.relative(posix.dirname(path), within(linked)), size: 0, contents };
      if (kind === '2') yield { path, target: linked.replace(/^(\.\/)+/, ''), size: 0, contents };
      await reader.skip(size - (reader.position - before));
    }
    await reader.skip(padding);
  }
}

const textOf = (bytes: Buffer) => bytes.toString('utf8').replace(/\0.*$/s, '');

function parseHeader(header: Buffer) {
  const text = (offset: number, length: number) => textOf(header.subarray(offset, offset + length));
  const number = (offset: number, length: number) => Number.parseInt(text(offset, length), 8);
  // The sum of all bytes, its own taken for spaces.
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  const size = number(124, 12);
  if (number(148, 8) !== sum || !(size >= 0)) throw new Error('The archive is damaged, or is no tar archive.');
  const prefix = text(257, 5) === 'ustar' && header[262] === 0 ? text(345, 155) : '';
  const path = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
  return { kind: text(156, 1) || '0', path, target: text(157, 100), size };
}

/** Of pax: lines such as `28 path=a name of any length`. */
function fromRecords(bytes: Buffer): { path?: string; target?: string } {
  const records = [...bytes.toString('utf8').matchAll(/^\d+ (path|linkpath)=(.*)$/gm)];
  return Object.fromEntries(records.map(([, key, value]) => [key === 'path' ? 'path' : 'target', value]));
}

/** A path in an archive, without `./` before it. @throws {Error} if it leads out of the archive's folder */
export function within(path: string): string {
  const plain = path.replace(/^(\.\/)+/, '');
  if (/^[/\\]|^[a-z]:/i.test(plain) || plain.split(/[/\\]/).includes('..')) {
    throw new Error(`The archive has a path that leads out of its folder: ${path}`);
  }
  return plain;
}

/** Where an entry of an archive goes; null where it is not wanted. */
export type Placing = (path: string) => string | null;

/**
 * Unpacks what is wanted of a gzipped tar archive. Nothing that is there is written over or through.
 * @param onBytes called with how many bytes of the archive were read so far
 * @throws {Error} as `readTar`, or if a link points to anything but a name beside it
 */
export async function unpackTar(
  archive: string,
  placeOf: Placing,
  { signal, onBytes }: { readonly signal?: AbortSignal; readonly onBytes?: (bytes: number) => void } = {},
): Promise<void> {
  const source = createReadStream(archive, { highWaterMark: 1 << 20 });
  for await (const { path, target, contents } of readTar(source, signal)) {
    const place = placeOf(path);
    if (place === null) continue;
    await mkdir(dirname(place), { recursive: true });
    if (target === null) {
      await pipeline(contents, createWriteStream(place, { flags: 'wx', highWaterMark: 1 << 22 }), { signal });
    } else {
      if (/[/\\]|^\.{0,2}$/.test(target))
        throw new Error(`The archive links ${path} to ${target}, which is elsewhere.`);
      await symlink(target, place);
    }
    onBytes?.(source.bytesRead);
  }
}
