import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  cudaProviderFiles,
  cudaProviderFolder,
  findCudaProvider,
  installedCudaProviders,
  onnxRuntimeLibrary,
} from './cudaProvider';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(() => rm(data, { recursive: true }));

const environment = () => ({ VISUAL_TUNING_DATA: data });
const runtime = () => ({ version: '1.30.0', folder: join(data, 'package') });
const files = [onnxRuntimeLibrary, ...cudaProviderFiles];

async function put(folder: string, names: readonly string[] = files): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths = names.map(name => join(folder, name));
  for (const path of paths) await writeFile(path, '');
  return paths;
}

test('the installed provider is that of this version of ONNX Runtime, if all of it is there', async () => {
  await put(cudaProviderFolder('1.29.0', environment()));
  expect(findCudaProvider(environment(), runtime())).toBeNull();
  const folder = cudaProviderFolder('1.30.0', environment());
  await put(folder, cudaProviderFiles);
  expect(findCudaProvider(environment(), runtime())).toBeNull();
  const whole = await put(folder);
  expect(findCudaProvider(environment(), runtime())).toEqual(whole);
});

test('one that lies beside ONNX Runtime already needs no other', async () => {
  await put(cudaProviderFolder('1.30.0', environment()));
  const beside = await put(runtime().folder);
  expect(findCudaProvider(environment(), runtime())).toEqual(beside);
  expect(findCudaProvider(environment(), null)).toBeNull();
});

test('installed ones are listed newest first, and nothing that is unfinished or of another kind', async () => {
  for (const name of ['onnxruntime-1.9.0-cuda', 'onnxruntime-1.30.0-cuda', 'onnxruntime-1.31.0-cuda.unfinished-7']) {
    await put(join(data, 'engines', name));
  }
  await put(join(data, 'engines', 'cuda-13'));
  expect(installedCudaProviders(environment()).map(({ version }) => version)).toEqual(['1.30.0', '1.9.0']);
});
