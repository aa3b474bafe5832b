import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** A file in a zip archive. */
export interface ZipEntry {
  readonly path: string;
  /** 0: as it is, 8: deflated. */
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly offset: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endSize = 22;
const entrySize = 46;
const localSize = 30;
const longestComment = 0xffff;
/** In place of a number that does not fit: the archive goes on in the format's 64-bit variant. */
const elsewhere = 0xffffffff;

/** The files of a zip archive, by its directory (APPNOTE.TXT 4.3). @throws {Error} if it is none, or of 4 GB and more */
export async function readZip(archive: string): Promise<ReadonlyMap<string, ZipEntry>> {
  const file = await open(archive);
  try {
    const { size } = await file.stat();
    const tail = await bytesAt(file, Math.max(0, size - endSize - longestComment), size);
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || tail.readUInt32LE(end) !== endSignature) throw new Error(`${archive} is not a zip archive.`);
    const [directorySize, directory] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
    if (directory === elsewhere) throw new Error(`${archive} is in the 64-bit variant of zip, which is not read here.`);
    return entriesOf(await bytesAt(file, directory, directory + directorySize), archive);
  } finally {
    await file.close();
  }
}

function entriesOf(directory: Buffer, archive: string): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  for (let at = 0; at + entrySize <= directory.length;) {
    if (directory.readUInt32LE(at) !== entrySignature) throw new Error(`The directory of ${archive} is damaged.`);
    const [name, extra, comment] = [28, 30, 32].map(offset => directory.readUInt16LE(at + offset));
    const path = directory.toString('utf8', at + entrySize, at + entrySize + name);
    entries.set(path, {
      path,
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += entrySize + name + extra + comment;
  }
  return entries;
}

/**
 * Unpacks one file.
 * @param onBytes called with how many bytes more are written
 * @throws {Error} if it is packed in a way that is not read here, or not as long as the directory says
 */
export async function unpack(
  archive: string,
  { path, method, compressedSize, size, offset }: ZipEntry,
  destination: string,
  { signal, onBytes }: { readonly signal?: AbortSignal; readonly onBytes?: (bytes: number) => void } = {},
): Promise<void> {
  if (method !== 0 && method !== 8) throw new Error(`${path} in ${archive} is packed in an unknown way (${method}).`);
  const start = await dataOffset(archive, offset);
  await mkdir(dirname(destination), { recursive: true });
  let written = 0;
  const count = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      written += chunk.length;
      onBytes?.(chunk.length);
      yield chunk;
    }
  };
  const packed = compressedSize === 0 ? [] : [{ start, end: start + compressedSize - 1, highWaterMark: 1 << 20 }];
  const source = Readable.from(
    (async function* () {
      for (const part of packed) yield* createReadStream(archive, part);
    })(),
    { objectMode: false, highWaterMark: 1 << 20 },
  );
  const inflate = method === 8 && packed.length > 0 ? createInflateRaw({ chunkSize: 1 << 20 }) : new PassThrough();
  await pipeline(source, inflate, count, createWriteStream(destination, { highWaterMark: 1 << 22 }), { signal });
  if (written !== size) throw new Error(`${path} in ${archive} has ${written} bytes where its directory says ${size}.`);
}

/** The text of one small file. */
export async function readText(archive: string, { method, offset, compressedSize }: ZipEntry): Promise<string> {
  const start = await dataOffset(archive, offset);
  const chunks: Buffer[] = [];
  if (compressedSize === 0) return '';
  const source = createReadStream(archive, { start, end: start + compressedSize - 1 });
  const contents = method === 8 ? source.pipe(createInflateRaw()) : source;
  for await (const chunk of contents) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** A file's own header is as long as it likes. */
async function dataOffset(archive: string, offset: number): Promise<number> {
  const file = await open(archive);
  try {
    const header = await bytesAt(file, offset, offset + localSize);
    if (header.readUInt32LE(0) !== localSignature) throw new Error(`${archive} is damaged.`);
    return offset + localSize + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

async function bytesAt(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
  if (bytesRead < bytes.length) throw new Error('The archive is shorter than it says.');
  return bytes;
}
