import { gzipSync } from 'node:zlib';

/** What goes into a tar archive: a file, or a link. `kind` is tar's own letter for another sort of entry. */
export interface Tarred {
  readonly path: string;
  readonly contents?: Buffer | string;
  readonly target?: string;
  readonly kind?: string;
}

/** A gzipped tar archive, as `tar` and Bazel write them. */
export function tarFile(entries: readonly Tarred[]): Buffer {
  return gzipSync(Buffer.concat([...entries.map(entryOf), Buffer.alloc(1024)]), { level: 1 });
}

function entryOf({ path, contents = '', target, kind = target === undefined ? '0' : '2' }: Tarred): Buffer {
  const data = Buffer.from(contents);
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write(data.length.toString(8).padStart(11, '0'), 124);
  header.write(kind, 156);
  header.write(target ?? '', 157, 100);
  header.write('ustar\u000000', 257);
  header.write(' '.repeat(8), 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}
