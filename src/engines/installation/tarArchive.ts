import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** A file or a link in a tar archive. */
export interface TarEntry {
  /** Without `./` before it; within the archive's own folder. */
  readonly path: string;
  /** Of a link, what it points to, relative to the folder that it lies in; null of a file. */
  readonly target: string | null;
  /** To be read before the next entry is asked for, or not at all. */
  readonly contents: AsyncIterable<Buffer>;
}

/**
 * Reads a gzipped tar archive from its beginning to its end, a part at a time. Folders are left out.
 * @throws {Error} if it is none, is cut short, or has a path that leads out of its folder
 */
export async function* readTar(packed: Readable, signal?: AbortSignal): AsyncGenerator<TarEntry, void, void> {
  const archive = extract();
  // What goes wrong here, whoever reads from the other end is told.
  const piping = pipeline(packed, createGunzip({ chunkSize: 1 << 20 }), archive, { signal }).catch(() => undefined);
  try {
    for await (const entry of archive) {
      const { type, name } = entry.header;
      const path = within(name);
      // Null where a link's is empty, whatever its type says.
      const linkname = entry.header.linkname ?? '';
      const contents = partsOf(entry);
      if (type === 'file' || type === 'contiguous-file') yield { path, target: null, contents };
      // A link to the same file is as good as one to its name. That one is written as a path in the archive.
      if (type === 'link') yield { path, target: posix.relative(posix.dirname(path), within(linkname)), contents };
      if (type === 'symlink') yield { path, target: linkname.replace(/^(\.\/)+/, ''), contents };
      entry.resume();
    }
  } catch (error) {
    throw plain(error);
  } finally {
    archive.destroy();
    await piping;
  }
}

/** Not by `for await`, which destroys an entry that is not read to its end, and the archive with it. */
async function* partsOf(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer, void, void> {
  const parts = entry[Symbol.asyncIterator]();
  const next = () =>
    parts.next().catch((error: unknown) => {
      throw plain(error);
    });
  for (let part = await next(); !part.done; part = await next()) {
    if (Buffer.isBuffer(part.value)) yield part.value;
  }
}

/** Who reads a part of an archive that is cut short may hear that it was closed before hearing why. */
function plain(error: unknown): unknown {
  const isCut = error instanceof Error && /^(Unexpected end of data|Stream was destroyed)$/.test(error.message);
  return isCut ? new Error('The archive is cut short.') : error;
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
  const counted = async function* (parts: AsyncIterable<Buffer>) {
    for await (const part of parts) {
      onBytes?.(source.bytesRead);
      yield part;
    }
  };
  for await (const { path, target, contents } of readTar(source, signal)) {
    const place = placeOf(path);
    if (place === null) continue;
    await mkdir(dirname(place), { recursive: true });
    if (target === null) {
      await pipeline(contents, counted, createWriteStream(place, { flags: 'wx', highWaterMark: 1 << 22 }), { signal });
    } else {
      if (/[/\\]|^\.{0,2}$/.test(target))
        throw new Error(`The archive links ${path} to ${target}, which is elsewhere.`);
      await symlink(target, place);
    }
    onBytes?.(source.bytesRead);
  }
}
