import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readTarball } from './tarball';

function entry(path: string, contents: string, kind = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(contents.length.toString(8).padStart(11, '0'), 124);
  header.write(kind, 156);
  header.write('ustar', 257);
  const data = Buffer.alloc(512 * Math.ceil(contents.length / 512));
  data.write(contents);
  return Buffer.concat([header, data]);
}

test('files are read under their paths in the package, folders and other things are not', () => {
  const archive = [
    entry('package/binding', '', '5'),
    entry('package/binding/a.cc', 'x'.repeat(600)),
    entry('package/package.json', '{}'),
    Buffer.alloc(1024),
  ];
  const files = readTarball(gzipSync(Buffer.concat(archive)));
  expect([...files].map(([path, contents]) => [path, contents.length])).toEqual([
    ['binding/a.cc', 600],
    ['package.json', 2],
  ]);
});
