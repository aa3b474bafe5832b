import { InputError } from '../../protocol/inputError';
import { HeaderScanner, quote } from './headerScanner';

/** Bytes of one value, by the format's name for its type. */
const valueBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

export type TensorType = keyof typeof valueBytes;

/** One tensor of a safetensors file. */
export interface TensorEntry {
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  /** First byte and the one after the last, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of their bytes. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** More dimensions than any tensor library has. */
const maximumRank = 64;

/**
 * Parses and checks the JSON header of a safetensors file: known types, sizes that agree with the shapes, and tensors
 * that fill the `dataBytes` bytes after the header with neither holes nor overlaps.
 * @throws {InputError} naming the file, and the tensor where there is one.
 */
export function parseHeader(file: string, header: Uint8Array, dataBytes: number): SafetensorsHeader {
  const refusal = (problem: string) =>
    new InputError(`${file}: the safetensors header ${problem}; get the file again.`);
  const scanner = new HeaderScanner(header, refusal);
  const entries: [string, TensorEntry][] = [];
  const metadata = new Map<string, string>();
  scanner.object(name => {
    if (name === '__metadata__') scanner.object(key => metadata.set(key, scanner.string()));
    else entries.push([name, readEntry(scanner, name, refusal)]);
  });
  scanner.end();
  entries.sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  checkCoverage(file, entries, dataBytes);
  return { tensors: new Map(entries), metadata };
}

type Refusal = (problem: string) => InputError;

function readEntry(scanner: HeaderScanner, name: string, refusal: Refusal): TensorEntry {
  const tensor = `gives tensor ${quote(name)}`;
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  scanner.object(field => {
    if (field === 'dtype') dtype = scanner.string();
    else if (field === 'shape') shape = scanner.integers(maximumRank);
    else if (field === 'data_offsets') offsets = scanner.integers(2);
    else throw refusal(`${tensor} an unknown field ${quote(field)}`);
  });
  if (dtype === undefined || shape === undefined || offsets?.length !== 2) {
    throw refusal(`${tensor} without a dtype, a shape and two data_offsets`);
  }
  if (!isTensorType(dtype)) throw refusal(`${tensor} the unknown type ${quote(dtype)}`);
  const [begin, end] = offsets;
  const bytes = exactProduct([valueBytes[dtype], ...shape]);
  if (bytes === undefined) throw refusal(`${tensor} the impossible shape [${shape.join(', ')}]`);
  if (end - begin !== bytes) {
    throw refusal(`${tensor} ${end - begin} bytes where ${dtype} of shape [${shape.join(', ')}] takes ${bytes}`);
  }
  return { dtype, shape, begin, end };
}

/** Undefined if a product on the way can't be told from its neighbours, even if a zero comes after it. */
function exactProduct(factors: readonly number[]): number | undefined {
  let product = 1;
  for (const factor of factors) {
    product *= factor;
    if (!Number.isSafeInteger(product)) return undefined;
  }
  return product;
}

function isTensorType(dtype: string): dtype is TensorType {
  return Object.hasOwn(valueBytes, dtype);
}

function checkCoverage(file: string, entries: readonly [string, TensorEntry][], dataBytes: number): void {
  let covered = 0;
  for (const [name, { begin, end }] of entries) {
    if (begin !== covered) {
      throw new InputError(
        `${file}: tensor ${quote(name)} begins at byte ${begin} of the data where ${covered} is due, ` +
          'so the file is damaged; get it again.',
      );
    }
    covered = end;
  }
  if (covered !== dataBytes) {
    const what = covered > dataBytes ? 'is cut short' : 'has bytes that belong to no tensor';
    throw new InputError(
      `${file} ${what}: the header speaks of ${covered} bytes of tensors and ${dataBytes} are there; ` +
        'get the file again.',
    );
  }
}
