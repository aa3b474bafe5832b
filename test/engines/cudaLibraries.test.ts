import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addCudaLibraries } from '../../src/engines/installation/cudaLibraries';
import { zipFile } from '../../src/engines/installation/zipFile.fixture';
import { IndexServer } from './indexServer';

const file = 'nvidia_cublas_cu12-12.9.1.4-py3-none-manylinux_2_27_x86_64.whl';
const library = 'nvidia/cublas/lib/libcublas.so.12';

let folder: string;
let index: IndexServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuda-'));
  const contents = zipFile([
    { path: library, contents: Buffer.from('a library') },
    { path: 'nvidia/cublas/include/cublas.h', contents: Buffer.from('a header') },
    { path: 'nvidia/__init__.py', contents: Buffer.alloc(0), stored: true },
  ]);
  index = await IndexServer.start(file, contents, 'nvidia-cublas-cu12');
});
afterEach(async () => {
  await index.close();
  await rm(folder, { recursive: true });
});

const installing = () => ({
  signal: new AbortController().signal,
  onProgress: () => undefined,
  environment: { PIP_INDEX_URL: index.address, VISUAL_TUNING_DATA: folder, PATH: '' },
});

async function wheelAsking(requirement: string): Promise<string> {
  const path = join(folder, 'tensorflow.whl');
  const metadata = Buffer.from(`Name: tensorflow\n${requirement}\n`);
  await writeFile(path, zipFile([{ path: 'tensorflow-2.21.0.dist-info/METADATA', contents: metadata }]));
  return path;
}

test("NVIDIA's libraries come to lie where TensorFlow's look for them, and nothing else does", async () => {
  const wheel = await wheelAsking('Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"');
  const into = join(folder, 'installation');
  await addCudaLibraries(wheel, { folder: into, work: join(folder, 'work') }, installing());
  expect(await readFile(join(into, library), 'utf8')).toBe('a library');
  expect(await readdir(into, { recursive: true })).toHaveLength(4);
  expect(await readdir(join(folder, 'downloads'))).toEqual([]);
});

test('a wheel that asks for none is refused, and so are bounds that no wheel is within', async () => {
  const places = { folder, work: join(folder, 'work') };
  const without = addCudaLibraries(await wheelAsking('Requires-Dist: numpy'), places, installing());
  await expect(without).rejects.toThrow('asks for no libraries of CUDA');
  const newer = await wheelAsking('Requires-Dist: nvidia-cublas-cu12<14.0,>=13.0; extra == "and-cuda"');
  await expect(addCudaLibraries(newer, places, installing())).rejects.toThrow(
    /nvidia-cublas-cu12 can't be downloaded: there is no wheel of .*, and pip can't either/,
  );
});
