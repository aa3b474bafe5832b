import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { RandomStream } from '../../random/stream';
import { openSafetensors } from './safetensors';
import { parseHeader } from './safetensorsHeader';

// A program that feeds damaged and hostile files to the reader, in a process of its own whose memory is kept small, and
// prints what came of it as JSON. Whatever is not an input error ends it.

/** What came of a number of files. */
export interface FuzzResult {
  readonly read: number;
  readonly refused: number;
  /** Of computing, however busy the machine is. */
  readonly slowestMilliseconds: number;
  /** The most bytes of binary memory that one file has asked for, beyond its own. */
  readonly excessBytes: number;
}

const tensor = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
const dataBytes = 40;
const header = Buffer.from(
  `{"__metadata__":{"format":"pt"},"w":${tensor('F32', '[2,3]', '[0,24]')},` +
    `"b":${tensor('BF16', '[4]', '[24,32]')},"n":${tensor('F64', '[]', '[32,40]')}}`,
);
const tokens = ['{', '}', '[', ']', '"', ',', ':', '\\', '\\u0000', '-1', '0', '1e999', '9007199254740993', 'null'];
const longTokens = [
  '"__proto__":{}',
  '"__metadata__":{}',
  '\ufeff',
  '"shape"',
  '"F16"',
  '[0,24]',
  '9'.repeat(40),
  '\n',
];

/** One to three random changes: a flipped bit, a lost or doubled run, or an inserted token. */
function mutate(original: Buffer, stream: RandomStream): Buffer {
  let bytes = Buffer.from(original);
  for (let change = stream.integer(3); change >= 0; change--) {
    const from = stream.integer(bytes.length);
    const to = Math.min(bytes.length, from + 1 + stream.integer(12));
    const kind = stream.integer(4);
    if (kind === 0) bytes[from] ^= 1 << stream.integer(8);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
    else {
      const inserted = [...tokens, ...longTokens][stream.integer(tokens.length + longTokens.length)];
      bytes = Buffer.concat([bytes.subarray(0, from), Buffer.from(inserted), bytes.subarray(from)]);
    }
  }
  return bytes;
}

function lengthOf(bytes: number | bigint): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes));
  return length;
}

/** A damaged file: perhaps a mutated header, its own length or any other, and perhaps too little data. */
function damagedFile(stream: RandomStream): Buffer {
  const mutated = stream.integer(2) === 0 ? mutate(header, stream) : header;
  const lies = stream.integer(3) === 0;
  const length = lengthOf(lies ? 2n ** BigInt(stream.integer(64)) + BigInt(stream.integer(9)) : mutated.length);
  const whole = Buffer.concat([length, mutated, Buffer.alloc(dataBytes)]);
  return stream.integer(3) === 0 ? whole.subarray(0, stream.integer(whole.length)) : whole;
}

/** Headers of ten megabytes that ask for much more than they are. */
function* hostileFiles(): Generator<Buffer> {
  const size = 10e6;
  const fields = (written: (index: number) => string) => {
    const parts: string[] = [];
    for (let length = 0, index = 0; length < size; index++) length += parts[parts.push(written(index)) - 1].length + 1;
    return parts.join();
  };
  const ones = `[${Array(64).fill(1).join()}]`;
  const texts = [
    () => `{${fields(index => `"${index}":${tensor('F32', '[0]', '[0,0]')}`)}}`,
    () => `{${fields(index => `"${index}":${tensor('U8', ones, `[${index},${index + 1}]`)}`)}}`,
    () => `{"__metadata__":{${fields(index => `"${index}":""`)}}}`,
    () => `{"${'a'.repeat(size)}":${tensor('F32', '[0]', '[0,0]')}}`,
    () => `{"${'\\u0061'.repeat(size / 6)}":${tensor('F32', '[0]', '[0,0]')}}`,
    () => `{"w":${tensor('F32', `[${'9'.repeat(size)}]`, '[0,0]')}}`,
    () => `{"w":${tensor('F32', `[${'1,'.repeat(size / 2)}1]`, '[0,4]')}}`,
    () => `{"w":${tensor('F32', '[4503599627370495,2]', '[0,36028797018963960]')}}`,
    () => `{${' '.repeat(size)}}`,
    () => '{'.repeat(size),
    () => '{"a":'.repeat(size / 5),
    () => `{"a":${'['.repeat(size)}`,
  ];
  for (const text of texts) {
    const bytes = Buffer.from(text());
    yield Buffer.concat([lengthOf(bytes.length), bytes]);
  }
  yield Buffer.concat([lengthOf(99_999_999), Buffer.from('{}')]);
  yield Buffer.concat([lengthOf(2n ** 63n), Buffer.from('{}')]);
}

let allocated = 0;
const PlainUint8Array = Uint8Array;
/** Counts what is asked for by number of bytes: the one way in which a file's own claims could become an allocation. */
globalThis.Uint8Array = new Proxy(PlainUint8Array, {
  construct(target, given: unknown[], newTarget) {
    if (typeof given[0] === 'number') allocated += given[0];
    const made: object = Reflect.construct(target, given, newTarget);
    return made;
  },
});

async function feed(files: Iterable<Buffer>, take: (bytes: Buffer) => Promise<void>): Promise<FuzzResult> {
  const result = { read: 0, refused: 0, slowestMilliseconds: 0, excessBytes: -Infinity };
  for (const bytes of files) {
    const start = process.cpuUsage();
    allocated = 0;
    try {
      await take(bytes);
      result.read++;
    } catch (error) {
      if (!(error instanceof InputError) || error.message.length > 500) throw error;
      result.refused++;
    }
    const { user, system } = process.cpuUsage(start);
    result.slowestMilliseconds = Math.max(result.slowestMilliseconds, (user + system) / 1000);
    result.excessBytes = Math.max(result.excessBytes, allocated - bytes.length);
  }
  return result;
}

function* repeat(count: number, make: () => Buffer): Generator<Buffer> {
  for (let round = 0; round < count; round++) yield make();
}

/** Reads a header, which must then cover the data exactly. */
async function takeHeader(bytes: Buffer): Promise<void> {
  const { tensors } = parseHeader('f', bytes, dataBytes);
  const covered = [...tensors.values()].reduce((sum, { begin, end }) => sum + end - begin, 0);
  if (covered !== dataBytes) throw new Error(`A header was read that covers ${covered} bytes: ${bytes.toString()}`);
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  const path = join(folder, 'model.safetensors');
  const takeFile = async (bytes: Buffer) => {
    await writeFile(path, bytes);
    const file = await openSafetensors(path);
    // The size of a tensor's values is that of its place in the file: the header decides, and it has been checked.
    const opened = allocated;
    for (const name of file.tensors.keys()) await file.read(name);
    allocated = opened;
    await file.close();
  };
  const stream = new RandomStream(1, 'safetensors fuzz');
  const results = {
    headers: await feed(
      repeat(20_000, () => mutate(header, stream)),
      takeHeader,
    ),
    files: await feed(
      repeat(2000, () => damagedFile(stream)),
      takeFile,
    ),
    hostile: await feed(hostileFiles(), takeFile),
  };
  await rm(folder, { recursive: true });
  process.stdout.write(JSON.stringify(results));
}

void main();
