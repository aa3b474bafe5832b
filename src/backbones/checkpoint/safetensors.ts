import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { constants } from 'node:buffer';
import { InputError } from '../../protocol/inputError';
import { sizeOf } from '../parameter';
import { foreignPrefixBytes, recognizeForeign } from './foreignFormat';
import { quote } from './headerScanner';
import { type SafetensorsHeader, parseHeader } from './safetensorsHeader';
import { converterOf } from './tensorValues';

/** An open safetensors file. Its header is checked; the tensors are read one at a time, when asked for. */
export interface SafetensorsFile extends SafetensorsHeader {
  readonly path: string;
  /**
   * The values of a tensor as float32, row-major. F64 is rounded; F16 and BF16 are exact.
   * @throws {InputError} if there is no such tensor, or if its type is not one of F32, F16, BF16 and F64.
   */
  read(name: string): Promise<Float32Array>;
  /** SHA-256 of the whole file, in hexadecimal. */
  sha256(): Promise<string>;
  close(): Promise<void>;
}

/** The format's own limit. */
const maximumHeaderBytes = 100_000_000;
const openingBrace = 0x7b;
const chunkBytes = 1 << 26;

/**
 * Opens a safetensors file and checks its header (https://github.com/huggingface/safetensors, section Format).
 * @throws {InputError} if there is no such file, or if it isn't whole, well-formed safetensors.
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    const headerBytes = await readHeaderLength(handle, path, size);
    const header = await readBytes(handle, path, 8, headerBytes);
    const dataStart = 8 + headerBytes;
    return opened(handle, path, size, dataStart, parseHeader(path, header, size - dataStart));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function opened(
  handle: FileHandle,
  path: string,
  size: number,
  dataStart: number,
  header: SafetensorsHeader,
): SafetensorsFile {
  return {
    ...header,
    path,
    async read(name) {
      const entry = header.tensors.get(name);
      if (!entry) throw new InputError(`${path} has no tensor ${quote(name)}.`);
      const convert = converterOf(entry.dtype);
      if (!convert) {
        throw new InputError(
          `${path}: tensor ${quote(name)} is of type ${entry.dtype}; only F32, F16, BF16 and F64 can be read, ` +
            'so convert the file.',
        );
      }
      if (4 * sizeOf(entry.shape) > constants.MAX_LENGTH || entry.end - entry.begin > constants.MAX_LENGTH) {
        throw new InputError(`${path}: tensor ${quote(name)} is too large to be read into memory.`);
      }
      return convert(await readBytes(handle, path, dataStart + entry.begin, entry.end - entry.begin));
    },
    async sha256() {
      const hash = createHash('sha256');
      for (let position = 0; position < size; position += chunkBytes) {
        hash.update(await readBytes(handle, path, position, Math.min(chunkBytes, size - position)));
      }
      return hash.digest('hex');
    },
    close: () => handle.close(),
  };
}

/**
 * Opens a file for reading.
 * @throws {InputError} if it is not there, not a file, or not ours to read.
 */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    // Asked first because opening a pipe would wait for its other end.
    if (!(await stat(path)).isFile()) throw new InputError(`${path} is not a file: name the file itself.`);
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new InputError(`${path} does not exist: correct the path or put the file there.`);
    throw new InputError(`${path} can't be opened (${String(code ?? error)}): check its permissions.`);
  }
}

async function readHeaderLength(handle: FileHandle, path: string, size: number): Promise<number> {
  if (size === 0) throw new InputError(`${path} is empty: its download has failed, so get the file again.`);
  const start = await readBytes(handle, path, 0, Math.min(size, foreignPrefixBytes));
  // A safetensors header of 640 bytes begins like a pickle (80 02), so the brace decides first.
  if (start[8] !== openingBrace) {
    const foreign = recognizeForeign(start);
    if (foreign) throw new InputError(`${path} ${foreign}.`);
    if (size < 9) throw new InputError(`${path} is cut short after ${size} bytes: get the file again.`);
    throw new InputError(`${path} is not a safetensors file: no JSON header begins at byte 8.`);
  }
  const length = new DataView(start.buffer).getBigUint64(0, true);
  if (length > BigInt(maximumHeaderBytes)) {
    throw new InputError(`${path}: a safetensors header may have 100 MB and this one claims ${length} bytes.`);
  }
  if (length > BigInt(size - 8)) {
    throw new InputError(`${path} is cut short inside its header (${size} bytes): get the file again.`);
  }
  return Number(length);
}

async function readBytes(
  handle: FileHandle,
  path: string,
  position: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(chunkBytes, length - done), position + done);
    if (bytesRead === 0) throw new InputError(`${path} became shorter while it was read: get the file again.`);
    done += bytesRead;
  }
  return bytes;
}
