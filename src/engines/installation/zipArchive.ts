import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, openPromise } from 'yauzl';
import { reasonOf } from './installing';

/** A file in a zip archive. */
export interface ZipEntry {
  readonly path: string;
  readonly compressedSize: number;
  readonly size: number;
  /** Where it begins, and how it is packed. */
  readonly entry: Entry;
}

/**
 * The files of a zip archive, by its directory.
 * @throws {Error} if it is none, is cut short, or has a path that leads out of its folder
 */
export async function readZip(archive: string): Promise<ReadonlyMap<string, ZipEntry>> {
  const entries = new Map<string, ZipEntry>();
  try {
    for await (const entry of (await openPromise(archive)).eachEntry()) {
      const { fileName: path, compressedSize, uncompressedSize: size } = entry;
      entries.set(path, { path, compressedSize, size, entry });
    }
  } catch (error) {
    throw new Error(`${archive} is not a zip archive that can be read: ${reasonOf(error)}.`, { cause: error });
  }
  return entries;
}

interface Unpacking {
  readonly signal?: AbortSignal;
  /** Called with how many bytes more are unpacked. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Unpacks one file. Nothing that is there is written over or through.
 * @throws {Error} if it is packed in a way that is not read here, or is not what the directory says
 */
export async function unpack(
  archive: string,
  file: ZipEntry,
  destination: string,
  { signal, onBytes }: Unpacking = {},
): Promise<void> {
  await mkdir(dirname(destination), { recursive: true });
  const open = () => createWriteStream(destination, { flags: 'wx', highWaterMark: 1 << 22 });
  await unpackInto(open, archive, file, { signal, onBytes });
}

/** The text of one small file. @throws {Error} as `unpack` */
export async function readText(archive: string, file: ZipEntry): Promise<string> {
  const parts: Buffer[] = [];
  const keep = new Writable({
    write(part: Buffer, _, done) {
      parts.push(part);
      done();
    },
  });
  await unpackInto(() => keep, archive, file);
  return Buffer.concat(parts).toString('utf8');
}

async function unpackInto(
  open: () => Writable,
  archive: string,
  file: ZipEntry,
  { signal, onBytes }: Unpacking = {},
): Promise<void> {
  try {
    const [packed, unpacker] = await packedContents(archive, file);
    await pipeline(packed, unpacker, check(file, onBytes), open(), { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(`${file.path} of ${archive} can't be unpacked: ${reasonOf(error)}.`, { cause: error });
  }
}

/** A file as it lies in the archive, and what unpacks it. yauzl's streams, of small parts, take six times as long. */
async function packedContents(archive: string, { entry, compressedSize }: ZipEntry) {
  if (!entry.canDecodeFileData()) throw new Error('it is packed in a way that is not read here');
  const zip = await openPromise(archive, { autoClose: false });
  const { fileDataStart: start } = await zip
    .readLocalFileHeaderPromise(entry, { minimal: true })
    .finally(() => zip.close());
  if (compressedSize === 0) return [Readable.from([]), new PassThrough()] as const;
  const packed = createReadStream(archive, { start, end: start + compressedSize - 1, highWaterMark: 1 << 20 });
  return [
    packed,
    entry.compressionMethod === 0 ? new PassThrough() : createInflateRaw({ chunkSize: 1 << 20 }),
  ] as const;
}

/** Lets a file pass that is as long as the directory says and has its checksum, which yauzl leaves to others. */
function check({ size, entry }: ZipEntry, onBytes?: (bytes: number) => void): Transform {
  const another = () => new Error('it is not what the directory says');
  let [length, checksum] = [0, 0];
  return new Transform({
    transform(part: Buffer, _, done) {
      length += part.length;
      checksum = crc32(part, checksum);
      if (length > size) return done(another());
      onBytes?.(part.length);
      done(null, part);
    },
    flush: done => done(length === size && checksum === entry.crc32 ? null : another()),
  });
}
