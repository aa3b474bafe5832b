import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addCudaLibraries } from '../../src/engines/installation/cudaLibraries';
import { zipFile } from '../../src/engines/installation/zipFile.fixture';
import { IndexServer } from './indexServer';

const file = 'nvidia_cublas_cu12-12.9.1.4-py3-none-manylinux_2_27_x86_64.whl';
const library = 'nvidia/cublas/lib/libcublas.so.12';
const program = 'nvidia/cuda_nvcc/bin/ptxas';
const asksForCublas = 'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"';

let folder: string;
let index: IndexServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuda-'));
  const contents = zipFile([
    { path: library, contents: Buffer.from('a library') },
    { path: 'nvidia/cublas/lib/libnvblas.so.12', contents: Buffer.from('another') },
    { path: program, contents: Buffer.from('a compiler') },
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

async function wheelAsking(requirement: string, name = 'tensorflow'): Promise<{ path: string; fetched: boolean }> {
  const path = join(folder, 'given', 'tensorflow.whl');
  await mkdir(join(folder, 'given'), { recursive: true });
  const metadata = Buffer.from(`Name: ${name}\n${requirement}\n`);
  await writeFile(path, zipFile([{ path: 'tensorflow-2.21.0.dist-info/METADATA', contents: metadata }]));
  return { path, fetched: false };
}

test("NVIDIA's libraries come to lie where TensorFlow's look for them, and nothing else does", async () => {
  const wheel = await wheelAsking(asksForCublas);
  const into = join(folder, 'installation');
  const opened = await addCudaLibraries(wheel, { folder: into, work: join(folder, 'work') }, installing());
  expect(opened).toEqual([library]);
  expect(await readFile(join(into, library), 'utf8')).toBe('a library');
  const files = (await readdir(into, { recursive: true })).filter(path => /\.|ptxas/.test(path));
  expect(files.sort()).toEqual([library, 'nvidia/cublas/lib/libnvblas.so.12', program].sort());
  expect(await readdir(join(folder, 'downloads'))).toEqual([]);
});

test('programs that TensorFlow runs can be run', async () => {
  const into = join(folder, 'installation');
  await addCudaLibraries(await wheelAsking(asksForCublas), { folder: into, work: folder }, installing());
  await access(join(into, program), constants.X_OK);
  await expect(access(join(into, library), constants.X_OK)).rejects.toThrow();
});

test('beside a wheel that a person gave, theirs are taken and stay, and nothing is asked for', async () => {
  const wheel = await wheelAsking(asksForCublas);
  const given = join(folder, 'given', file.replace('12.9.1.4', '12.6.0.0'));
  await writeFile(given, zipFile([{ path: library, contents: Buffer.from('from a stick') }]));
  const into = join(folder, 'installation');
  const offline = { ...installing(), environment: { PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PATH: '' } };
  await addCudaLibraries(wheel, { folder: into, work: folder }, offline);
  expect(await readFile(join(into, library), 'utf8')).toBe('from a stick');
  await access(given);
});

test('what ONNX Runtime’s provider was installed with is not fetched once more, and outlasts its removal', async () => {
  const shared = join(folder, 'engines', 'cuda-12');
  await mkdir(join(shared, 'nvidia', 'cublas', 'lib'), { recursive: true });
  await writeFile(join(shared, library), 'the other one');
  await writeFile(join(shared, 'wheels.json'), JSON.stringify({ 'nvidia-cublas-cu12': { file, files: [library] } }));
  const into = join(folder, 'installation');
  const opened = await addCudaLibraries(await wheelAsking(asksForCublas), { folder: into, work: folder }, installing());
  expect(opened).toEqual([library]);
  expect(index.ranges).toEqual([]);
  await rm(shared, { recursive: true });
  expect(await readFile(join(into, library), 'utf8')).toBe('the other one');
});

test('it is fetched once more in another version, and where a file of it is gone, which leaves the rest of it alone', async () => {
  const shared = join(folder, 'engines', 'cuda-12');
  await mkdir(join(shared, 'nvidia', 'cublas', 'lib'), { recursive: true });
  await writeFile(join(shared, library), 'the other one');
  const add = async (name: string, files: readonly string[]) => {
    await writeFile(join(shared, 'wheels.json'), JSON.stringify({ 'nvidia-cublas-cu12': { file: name, files } }));
    const into = join(folder, `installation-${files.length}`);
    await addCudaLibraries(await wheelAsking(asksForCublas), { folder: into, work: folder }, installing());
    return readFile(join(into, library), 'utf8');
  };
  expect(await add(file.replace('12.9.1.4', '12.0.0.1'), [library])).toBe('a library');
  expect(await add(file, [library, 'nvidia/cublas/lib/nothing.so'])).toBe('a library');
  expect(await readFile(join(shared, library), 'utf8')).toBe('the other one');
});

test('the wheel for the processor names the same libraries, and is refused all the same', async () => {
  const wheel = await wheelAsking(asksForCublas, 'tensorflow_cpu');
  await expect(addCudaLibraries(wheel, { folder, work: folder }, installing())).rejects.toThrow('has no CUDA');
});

test('a wheel that asks for none is refused, and so are bounds that no wheel is within', async () => {
  const places = { folder, work: join(folder, 'work') };
  const without = addCudaLibraries(await wheelAsking('Requires-Dist: numpy'), places, installing());
  await expect(without).rejects.toThrow('has no CUDA');
  const newer = await wheelAsking('Requires-Dist: nvidia-cublas-cu12<14.0,>=13.0; extra == "and-cuda"');
  await expect(addCudaLibraries(newer, places, installing())).rejects.toThrow(
    /nvidia-cublas-cu12 can't be downloaded: there is no wheel of .*, and pip can't either/,
  );
});
