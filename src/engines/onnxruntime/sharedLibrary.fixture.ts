/** A file with all that tells which libraries a shared library of Linux needs, and nothing that could be loaded. */
export function sharedLibrary(needed: readonly string[]): Buffer {
  const [base, strings] = [0x10000, 0x1000];
  const names = Buffer.from(`\0${needed.map(name => `${name}\0`).join('')}`, 'latin1');
  const header = Buffer.alloc(64);
  header.write('\u007fELF\u0002\u0001\u0001', 'latin1');
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(2, 56);
  const offsets = needed.map((_, i) => 1 + needed.slice(0, i).reduce((sum, name) => sum + name.length + 1, 0));
  const entries = [...offsets.map(offset => [1, offset]), [5, base + strings], [0, 0], [1, 0]];
  const dynamic = Buffer.from(BigUint64Array.from(entries.flat().map(BigInt)).buffer);
  const file = Buffer.alloc(strings + names.length);
  header.copy(file);
  segment(1, 0, base, file.length).copy(file, 64);
  segment(2, 256, base + 256, dynamic.length).copy(file, 64 + 56);
  dynamic.copy(file, 256);
  names.copy(file, strings);
  return file;
}

function segment(kind: number, offset: number, address: number, size: number): Buffer {
  const row = Buffer.alloc(56);
  row.writeUInt32LE(kind, 0);
  [offset, address, address, size].forEach((value, i) => row.writeBigUInt64LE(BigInt(value), 8 + 8 * i));
  return row;
}
