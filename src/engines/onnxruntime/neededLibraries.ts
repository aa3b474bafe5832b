import { closeSync, openSync, readSync } from 'node:fs';

/** Of the ELF format (System V ABI, 64 bits): kinds of segments, and of entries of the dynamic section. */
const [loaded, dynamic] = [1, 2];
const [end, needed, stringTable] = [0, 1, 5];

interface Segment {
  readonly kind: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/**
 * The names of the shared libraries that one of Linux asks for when it is loaded.
 * @throws {Error} if the file is not a shared library for 64-bit processors
 */
export function neededLibraries(path: string): string[] {
  const file = openSync(path, 'r');
  try {
    const read = (offset: number, size: number) => {
      const bytes = Buffer.alloc(size);
      return bytes.subarray(0, readSync(file, bytes, 0, size, offset));
    };
    return readNeeded(path, read);
  } finally {
    closeSync(file);
  }
}

function readNeeded(path: string, read: (offset: number, size: number) => Buffer): string[] {
  const header = read(0, 64);
  if (header.length < 64 || header.toString('latin1', 0, 6) !== '\u007fELF\u0002\u0001') {
    throw new Error(`${path} is not a shared library of 64-bit Linux.`);
  }
  const number = (bytes: Buffer, at: number) => Number(bytes.readBigUInt64LE(at));
  const segmentSize = header.readUInt16LE(54);
  const table = read(number(header, 32), segmentSize * header.readUInt16LE(56));
  const segments: Segment[] = rowsOf(table, segmentSize).map(row => ({
    kind: row.readUInt32LE(0),
    offset: number(row, 8),
    address: number(row, 16),
    size: number(row, 32),
  }));
  const section = segments.find(({ kind }) => kind === dynamic);
  if (section === undefined) return [];
  const all = rowsOf(read(section.offset, section.size), 16).map(row => ({
    tag: number(row, 0),
    value: number(row, 8),
  }));
  const isEnd = all.findIndex(({ tag }) => tag === end);
  const entries = isEnd < 0 ? all : all.slice(0, isEnd);
  const strings = entries.find(({ tag }) => tag === stringTable)?.value ?? 0;
  const holder = segments.find(
    ({ kind, address, size }) => kind === loaded && strings >= address && strings < address + size,
  );
  if (holder === undefined) throw new Error(`${path} is damaged: its names are nowhere in it.`);
  const start = holder.offset + strings - holder.address;
  return entries
    .filter(({ tag }) => tag === needed)
    .map(({ value }) =>
      read(start + value, 256)
        .toString('latin1')
        .replace(/\0.*/s, ''),
    );
}

function rowsOf(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
