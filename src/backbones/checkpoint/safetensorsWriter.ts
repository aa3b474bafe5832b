import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sizeOf } from '../parameter';

/** A tensor to be written, row-major. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * Writes tensors to a safetensors file, as F32, in the order given. The file is there whole or not at all: it is
 * written beside its place, flushed to the disk and renamed.
 */
export async function writeSafetensors(
  path: string,
  tensors: Iterable<NamedTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const list = [...tensors];
  const header = headerOf(list, metadata);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(header);
      for (const { data } of list) {
        await handle.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

function headerOf(tensors: readonly NamedTensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const fields: string[] = [];
  const names = new Set(['__metadata__']);
  if (Object.keys(metadata).length > 0) fields.push(`"__metadata__":${JSON.stringify(metadata)}`);
  let begin = 0;
  for (const { name, shape, data } of tensors) {
    if (names.has(name)) throw new Error(`Two tensors are called "${name}".`);
    if (sizeOf(shape) !== data.length) {
      throw new Error(`Tensor "${name}" of shape [${shape.join(', ')}] has ${data.length} values.`);
    }
    names.add(name);
    const end = begin + data.byteLength;
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: 'F32', shape, data_offsets: [begin, end] })}`);
    begin = end;
  }
  const json = Buffer.from(`{${fields.join(',')}}`);
  const length = Math.ceil(json.length / 8) * 8;
  const header = Buffer.alloc(8 + length, ' ');
  header.writeBigUInt64LE(BigInt(length));
  json.copy(header, 8);
  return header;
}

/** Makes the rename itself last. Not every system lets a folder be flushed, and the file is right without it. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    return;
  } finally {
    await handle?.close();
  }
}
