import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasHash } from '../../backbones/hub/blobHash';
import { downloadBlob } from '../../backbones/hub/downloadBlob';
import { InputError } from '../../protocol/inputError';
import { type Installing, reasonOf, tellBytes } from './installing';
import { Unreachable, asItIs, request, requestSoon } from './request';

/** What is downloaded, and where it goes. */
export interface DownloadedFile {
  readonly url: string;
  /** SHA-256 or SHA-512 in hexadecimal digits. */
  readonly hash: string;
  /** Bytes; asked for where null. */
  readonly size: number | null;
  readonly destination: string;
  /** Milliseconds in which its host must say how large it is. */
  readonly patience?: number;
}

/**
 * Downloads a large file, going on where an earlier attempt stopped, and checks its hash. One that is there already, of an
 * installation that was broken off after it, is not downloaded again.
 * @param what it is, for a person
 * @throws {Unreachable} if it can't be had there
 */
export async function downloadFile(
  { url, hash, size, destination, patience }: DownloadedFile,
  what: string,
  installing: Installing,
): Promise<void> {
  const { signal } = installing;
  await mkdir(dirname(destination), { recursive: true });
  const whole = size ?? (await sizeOf(url, signal, patience));
  const there = await stat(destination).catch(() => null);
  if (there?.size === whole && (await hasHash(destination, whole, hash, signal))) return;
  const say = tellBytes(installing, `Downloading ${what} from ${new URL(url).host}`);
  try {
    await downloadBlob({
      path: destination,
      size: whole,
      hash,
      url,
      destination,
      request: (address, init) => request(String(address), init).catch(passing),
      signal,
      onBytes: bytes => say(bytes, whole),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof InputError ? error : new Unreachable(`${reasonOf(error)}.`);
  }
}

/** A connection that breaks is tried again: it is told from a refusal by being a TypeError, as `fetch` has it. */
function passing(error: unknown): never {
  throw error instanceof Unreachable && error.isConnection ? new TypeError(error.message) : error;
}

async function sizeOf(url: string, signal: AbortSignal, patience?: number): Promise<number> {
  const { headers } = await requestSoon(url, signal, { method: 'HEAD', ...asItIs }, patience);
  const size = Number(headers.get('Content-Length'));
  if (!(size > 0)) throw new Unreachable(`${new URL(url).host} doesn't say how large ${url} is.`);
  return size;
}
