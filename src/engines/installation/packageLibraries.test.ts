import { expect, test } from 'vitest';
import { addressOf, packageLibraries } from './packageLibraries';

const released = packageLibraries['linux-x64-cpu']?.path ?? '';
const built = packageLibraries['linux-arm64-cpu']?.path ?? '';

test("the addresses are those of the package's own installation", () => {
  expect(addressOf(released, {})).toBe(
    'https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz',
  );
  expect(addressOf(built, {})).toBe('https://storage.googleapis.com/tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz');
});

test('a mirror is named as the package names it', () => {
  expect(addressOf(built, { CDN_STORAGE: 'https://b.test' })).toBe(`https://b.test/${built}`);
  const both = { TFJS_NODE_CDN_STORAGE: 'https://a.test/', CDN_STORAGE: 'https://b.test/' };
  expect(addressOf(released, both)).toBe(`https://a.test/${released}`);
  const base = { ...both, TFJS_NODE_BASE_URI: 'https://c.test/lib-' };
  expect(addressOf(released, base)).toBe('https://c.test/lib-cpu-linux-x86_64-2.9.1.tar.gz');
  expect(addressOf(built, base)).toBe(`https://a.test/${built}`);
});

test('of every library the checksum is known', () => {
  for (const library of Object.values(packageLibraries)) expect(library?.sha256).toMatch(/^[0-9a-f]{64}$/);
});
