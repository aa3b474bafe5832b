import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Whether a file of `size` bytes has this hash: SHA-256 or SHA-512 of its bytes, or (40 digits) the SHA-1 that Git names it by. */
export async function hasHash(path: string, size: number, hash: string, signal?: AbortSignal): Promise<boolean> {
  const algorithm = { 64: 'sha256', 128: 'sha512' }[hash.length];
  const digest = algorithm ? createHash(algorithm) : createHash('sha1').update(`blob ${size}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) digest.update(chunk);
  return digest.digest('hex') === hash;
}
