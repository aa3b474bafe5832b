import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FuzzResult } from './fuzz.fixture';

let folder: string;
let results: Record<'headers' | 'files' | 'hostile', FuzzResult>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fuzz-program-'));
  const program = join(folder, 'fuzz.cjs');
  const source = fileURLToPath(new URL('fuzz.fixture.ts', import.meta.url));
  await build({ entryPoints: [source], outfile: program, bundle: true, platform: 'node', format: 'cjs' });
  // A heap that a header of ten megabytes would fill if all that it spells were built. Running out ends the process.
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=96', program]);
  results = JSON.parse(stdout);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

test('20,000 mutated headers are read, covering the data exactly, or refused with an input error', () => {
  const { read, refused } = results.headers;
  expect(read + refused).toBe(20_000);
  expect(read).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(10_000);
});

test('2,000 damaged files are read or refused with an input error', () => {
  const { read, refused } = results.files;
  expect(read + refused).toBe(2000);
  expect(read).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(1000);
});

test('hostile files of ten megabytes are read or refused within a heap of 96 MB and two seconds each', () => {
  const { read, refused, slowestMilliseconds } = results.hostile;
  expect([read, refused]).toEqual([3, 11]);
  expect(slowestMilliseconds).toBeLessThan(2000);
});

test('no file makes the reader ask for more bytes than it has, but for the 64 that it looks at first', () => {
  for (const { excessBytes } of Object.values(results)) expect(excessBytes).toBeLessThanOrEqual(64);
});
