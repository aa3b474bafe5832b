import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Installing } from '../../src/engines/installation/installing';
import { wheels } from '../../src/engines/installation/recipe';
import { obtainWheel } from '../../src/engines/installation/wheel';
import type { EngineProgress } from '../../src/protocol/engineReport';
import { InputError } from '../../src/protocol/inputError';
import { IndexServer } from './indexServer';

const file = 'tensorflow_cpu-9.9.9-cp311-cp311-manylinux_2_27_x86_64.whl';
const recipe = { ...wheels.cpu, version: '9.9.9', file, sha256: null };
const contents = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 7 + (i >> 8)) % 256));

let folder: string;
let index: IndexServer;
let told: EngineProgress[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheel-'));
  index = await IndexServer.start(file, contents);
  told = [];
});
afterEach(async () => {
  await index.close().catch(() => undefined);
  await rm(folder, { recursive: true });
});

/** Programs are looked for in `bin` alone. */
const installing = (changes: Partial<Installing> = {}): Installing => ({
  signal: new AbortController().signal,
  onProgress: progress => told.push(progress),
  environment: { PIP_INDEX_URL: index.address, VISUAL_TUNING_DATA: folder, PATH: join(folder, 'bin') },
  ...changes,
});
const obtain = (changes: Partial<Installing> = {}, from?: string) =>
  obtainWheel(recipe, from, folder, installing(changes));

test.each(['json', 'html'] as const)('a wheel comes from an index that answers in %s, checked', async format => {
  index.format = format;
  const wheel = await obtain();
  expect(wheel).toMatchObject({ version: '9.9.9', fetched: true, path: join(folder, 'downloads', file) });
  expect(contents.equals(await readFile(wheel.path))).toBe(true);
  expect(told.at(-1)).toMatchObject({ done: contents.length, total: contents.length, unit: 'bytes' });
});

test('an interrupted download goes on where it stopped, even in another attempt', async () => {
  index.cuts.push(100_000);
  const stop = new AbortController();
  const first = obtain({
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done !== null && done >= 100_000) stop.abort();
    },
  });
  await expect(first).rejects.toThrow(/abort/i);
  const wheel = await obtain();
  // How much of what was sent has arrived when the connection breaks is the network's affair.
  const [whole, ...parts] = index.ranges;
  const starts = parts.map(range => Number(/^bytes=(\d+)-$/.exec(range)?.[1]));
  expect(whole).toBe('whole');
  expect(starts.length).toBeGreaterThan(0);
  starts.forEach((start, i) => expect(start).toBeGreaterThan(starts[i - 1] ?? 0));
  expect(contents.equals(await readFile(wheel.path))).toBe(true);
});

test('what came damaged is not taken, and nothing of it stays', async () => {
  index.damaged = true;
  await expect(obtain()).rejects.toThrow(/came damaged/);
  expect(await readdir(join(folder, 'downloads'))).toEqual([]);
});

test('where neither the index nor pip has it, both reasons and a way out are said in one sentence', async () => {
  const nothing = installing();
  await index.close();
  const nowhere = obtainWheel(recipe, undefined, folder, nothing);
  await expect(nowhere).rejects.toBeInstanceOf(InputError);
  await expect(nowhere).rejects.toThrow(
    /127\.0\.0\.1:\d+ can't be reached \(.*ECONNREFUSED.*\), and pip can't either \(there is no pip\): set PIP_INDEX_URL .*--from\.$/,
  );
});

test.skipIf(process.platform === 'win32')('where the index has it not, pip is asked', async () => {
  const pip = join(folder, 'bin', 'pip3');
  await mkdir(join(folder, 'bin'));
  // As pip does: `--dest FOLDER REQUIREMENT` at the end.
  await writeFile(
    pip,
    `#!/bin/sh
[ "$1" = --version ] && exit 0
while [ $# -gt 2 ]; do shift; [ "$1" = --dest ] && break; done
echo wheel > "$2/${file}"
[ "$3" = tensorflow-cpu==9.9.9 ]
`,
  );
  await chmod(pip, 0o755);
  const { environment } = installing();
  const wheel = await obtain({ environment: { ...environment, PIP_INDEX_URL: `${index.address}/nothing` } });
  expect(wheel).toMatchObject({ version: '9.9.9', from: 'pip download tensorflow-cpu==9.9.9' });
});

test('a named wheel is taken as it is, if its name says what it is', async () => {
  const path = join(folder, file);
  await writeFile(path, contents);
  expect(await obtain({}, path)).toMatchObject({ path, version: '9.9.9', fetched: false });
  await expect(obtain({}, join(folder, 'nothing.whl'))).rejects.toThrow('there is no such file');
  await writeFile(join(folder, 'numpy-2.0-cp311.whl'), '');
  await expect(obtain({}, join(folder, 'numpy-2.0-cp311.whl'))).rejects.toThrow('not named as a wheel of TensorFlow');
  await writeFile(join(folder, wheels.cpu.file), 'something else');
  await expect(obtain({}, join(folder, wheels.cpu.file))).rejects.toThrow('is damaged');
});

test('a named address needs a checksum, unless it is that of the known wheel', async () => {
  const address = index.address.replace('simple', `files/${file}`);
  await expect(obtain({}, address)).rejects.toThrow('add #sha256=');
});
