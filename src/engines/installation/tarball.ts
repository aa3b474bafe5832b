import { gunzipSync } from 'node:zlib';

const block = 512;

/**
 * The files of a gzipped tar archive of the npm registry: paths without their first folder, and contents.
 * @throws {Error} if it is none
 */
export function readTarball(bytes: Uint8Array): ReadonlyMap<string, Buffer> {
  const archive = gunzipSync(bytes);
  const files = new Map<string, Buffer>();
  for (let at = 0; at + block <= archive.length && archive[at] !== 0;) {
    const text = (offset: number, length: number) =>
      archive.toString('utf8', at + offset, at + offset + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12), 8);
    if (!Number.isFinite(size)) throw new Error('The archive is damaged.');
    const [kind, prefix] = [text(156, 1), text(257, 5) === 'ustar' ? text(345, 155) : ''];
    const path = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
    const start = at + block;
    if (kind === '0' || kind === '') files.set(path.replace(/^[^/]*\//, ''), archive.subarray(start, start + size));
    at = start + block * Math.ceil(size / block);
  }
  return files;
}
