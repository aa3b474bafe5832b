import { writeAtomically } from '../../storage/atomicFile';
import { sizeOf } from '../parameter';
import { asHalves } from './halfPrecision';

/** A tensor to be written, row-major. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** How values are stored: as they are, or rounded to half precision in half the space. */
export type StoredType = 'F32' | 'F16';

/** Writes tensors to a safetensors file in the order given. The file is there whole or as it was before. */
export async function writeSafetensors(
  path: string,
  tensors: Iterable<NamedTensor>,
  metadata: Readonly<Record<string, string>> = {},
  dtype: StoredType = 'F32',
): Promise<void> {
  const list = [...tensors];
  const header = headerOf(list, metadata, dtype);
  await writeAtomically(path, async file => {
    await file.writeFile(header);
    for (const { data } of list) {
      const values = dtype === 'F16' ? asHalves(data) : data;
      await file.writeFile(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
  });
}

function headerOf(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>>,
  dtype: StoredType,
): Uint8Array {
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
    const end = begin + data.length * (dtype === 'F16' ? 2 : 4);
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`);
    begin = end;
  }
  const json = Buffer.from(`{${fields.join(',')}}`);
  const length = Math.ceil(json.length / 8) * 8;
  const header = Buffer.alloc(8 + length, ' ');
  header.writeBigUInt64LE(BigInt(length));
  json.copy(header, 8);
  return header;
}
