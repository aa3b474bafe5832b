import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installCudaProvider, removeCudaProvider } from '../../src/engines/installation/installCudaProvider';
import { zipFile } from '../../src/engines/installation/zipFile.fixture';
import { onnxRuntimePackage } from '../../src/engines/onnxruntime/package';
import { sharedLibrary } from '../../src/engines/onnxruntime/sharedLibrary.fixture';
import { IndexServer } from './indexServer';
import { NugetServer } from './nugetServer';

const { version, folder: binaries } = onnxRuntimePackage() ?? { version: '', folder: '' };
const id = 'Microsoft.ML.OnnxRuntime.Gpu.Linux';

/** Of a CUDA that no machine has. */
const cudart = 'libcudart.so.99';
const projects = {
  'nvidia-cuda-runtime': cudart,
  'nvidia-nvjitlink': 'libnvJitLink.so.99',
  'nvidia-cuda-nvrtc': 'libnvrtc.so.99',
};
const wheelOf = (project: string) => `${project.replaceAll('-', '_')}-99.1.2-py3-none-manylinux_2_27_x86_64.whl`;
const wheel = (library: string) =>
  zipFile([
    { path: `nvidia/cu99/lib/${library}`, contents: Buffer.from(library) },
    { path: 'nvidia/cu99/lib/libnvrtc.alt.so.99', contents: Buffer.from('another build') },
    { path: 'nvidia/cu99/include/cuda.h', contents: Buffer.from('a header') },
  ]);
const nupkg = (its = version) =>
  zipFile([
    {
      path: `${id}.nuspec`,
      contents: Buffer.from(`<package><metadata><version>${its}</version></metadata></package>`),
    },
    { path: 'runtimes/linux-x64/native/libonnxruntime_providers_shared.so', contents: Buffer.from('shared') },
    { path: 'runtimes/linux-x64/native/libonnxruntime_providers_cuda.so', contents: sharedLibrary([cudart]) },
    { path: 'runtimes/linux-x64/native/libonnxruntime.so', contents: Buffer.from('not needed') },
  ]);

let data: string;
let nuget: NugetServer;
let index: IndexServer;
let told: string[];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'provider-'));
  nuget = await NugetServer.start(id, version, nupkg());
  index = await IndexServer.start('none.whl', Buffer.alloc(1), 'none');
  for (const [project, library] of Object.entries(projects)) index.add(project, wheelOf(project), wheel(library));
  told = [];
});
afterEach(async () => {
  await Promise.all([nuget.close(), index.close()]);
  await rm(data, { recursive: true });
});

const installing = (signal = new AbortController().signal) => ({
  signal,
  onProgress: ({ what }: { readonly what: string }) => void told.push(what),
  environment: {
    VISUAL_TUNING_DATA: data,
    VISUAL_TUNING_NUGET: nuget.address,
    PIP_INDEX_URL: index.address,
    PATH: join(data, 'bin'),
  },
});

/** Stands for the command line that loads what was installed. */
const answering = (answer: object) => ({
  command: process.execPath,
  words: ['--eval', `console.log(${JSON.stringify(JSON.stringify(answer))})`, '--'],
});
const works = answering({
  version,
  device: 'gpu',
  adapter: 'NVIDIA Card',
  threads: 1,
  memoryBytes: 1,
  oneDnn: null,
});
const install = (from?: string, program = works) => installCudaProvider(from, program, installing());
const engines = (...path: string[]) => join(data, 'engines', ...path);

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('engines install cuda', () => {
  const installed = () => engines(`onnxruntime-${version}-cuda`);

  test('keeps the provider and ONNX Runtime itself with the data, and fetches what it is linked with', async () => {
    expect(await install()).toBe(
      `ONNX Runtime's CUDA provider ${version} is installed in ${installed()} and computes on NVIDIA Card.`,
    );
    expect((await readdir(installed())).sort()).toEqual([
      'installation.json',
      'libonnxruntime.so.1',
      'libonnxruntime_providers_cuda.so',
      'libonnxruntime_providers_shared.so',
    ]);
    const [ours, theirs] = await Promise.all(
      [installed(), binaries].map(path => readFile(join(path, 'libonnxruntime.so.1'))),
    );
    expect(ours.equals(theirs)).toBe(true);
    expect((await readdir(engines('cuda-99', 'nvidia', 'cu99', 'lib'))).sort()).toEqual(Object.values(projects).sort());
    expect(await readdir(engines('cuda-99', 'nvidia', 'cu99'))).toEqual(['lib']);
    expect(await readdir(join(data, 'downloads'))).toEqual([]);
  });

  test('says how much it downloads before it does', async () => {
    await install();
    const said = told.findIndex(what => /^CUDA 99 needs \d+\.\d GB more .*nvidia-cuda-nvrtc/.test(what));
    const begun = told.findIndex(what => what.startsWith('Downloading nvidia-'));
    expect(said).toBeGreaterThan(-1);
    expect(begun).toBeGreaterThan(said);
  });

  test('a second time says that it is there, and asks nobody', async () => {
    await install();
    index.asked.length = 0;
    expect(await install()).toBe(`ONNX Runtime's CUDA provider is there already: ${installed()}.`);
    expect(index.asked).toEqual([]);
  });

  test('after it was broken off goes on with what is missing', async () => {
    const stop = new AbortController();
    const { environment } = installing();
    const first = installCudaProvider(undefined, works, {
      environment,
      signal: stop.signal,
      onProgress: ({ what }) => {
        if (what === 'Unpacking nvidia-nvjitlink') stop.abort();
      },
    });
    await expect(first).rejects.toThrow(/abort/i);
    index.asked.length = 0;
    await install();
    expect(index.asked.filter(path => path.startsWith('/files/'))).toEqual([`/files/${wheelOf('nvidia-cuda-nvrtc')}`]);
    expect((await readdir(engines('cuda-99', 'nvidia', 'cu99', 'lib'))).sort()).toEqual(Object.values(projects).sort());
  });

  test("takes what TensorFlow's installation has of the same CUDA, and of no other", async () => {
    const put = async (name: string) => {
      const lib = engines('tensorflow-2.21.0-cuda', 'nvidia', 'all', 'lib');
      await mkdir(lib, { recursive: true });
      await writeFile(join(lib, name), '');
    };
    await put('libnvrtc.so.99');
    await install();
    expect(index.asked).toContain(`/files/${wheelOf('nvidia-cuda-nvrtc')}`);
    await removeCudaProvider(installing().environment);
    index.asked.length = 0;
    await put(cudart);
    await install();
    expect(index.asked.filter(path => path.startsWith('/files/'))).toEqual([`/files/${wheelOf('nvidia-nvjitlink')}`]);
  });

  test('replaces the provider of another version, and leaves its libraries', async () => {
    await mkdir(engines('onnxruntime-1.29.0-cuda'), { recursive: true });
    await install();
    expect((await readdir(engines())).sort()).toEqual(['cuda-99', `onnxruntime-${version}-cuda`]);
  });

  test('that can’t compute here says why and what to do', async () => {
    const reason = 'libcuda.so.1: cannot open shared object file: No such file or directory';
    expect(await install(undefined, answering({ problem: reason }))).toBe(
      `ONNX Runtime's CUDA provider ${version} is installed in ${installed()}. ONNX Runtime on CUDA can't be used (${reason}): install NVIDIA's driver, or use onnxruntime.`,
    );
  });

  test('without a network takes a package, and NVIDIA’s wheels from beside it, which stay', async () => {
    const given = join(data, 'given');
    await mkdir(given);
    const path = join(given, 'provider.nupkg');
    await writeFile(path, nupkg());
    for (const [project, library] of Object.entries(projects))
      await writeFile(join(given, wheelOf(project)), wheel(library));
    expect(await install(path)).toContain('computes on NVIDIA Card');
    expect(index.asked).toEqual([]);
    expect(await readdir(given)).toHaveLength(4);
  });

  test('refuses a package of another version, what is none, and one that came damaged', async () => {
    const path = join(data, 'other.nupkg');
    await writeFile(path, nupkg('1.2.3'));
    await expect(install(path)).rejects.toThrow(`is a package of version 1.2.3: take ${id} ${version} from nuget.org.`);
    await writeFile(path, zipFile([{ path: 'nothing', contents: Buffer.alloc(1) }]));
    await expect(install(path)).rejects.toThrow('is no package of NuGet');
    await expect(install(join(data, 'nothing'))).rejects.toThrow('there is no such file');
    nuget.damaged = true;
    await expect(install()).rejects.toThrow(/came damaged.*--from/);
    expect(await readdir(engines())).toEqual([]);
  });

  test('that can’t reach NuGet says how to go on', async () => {
    const { environment, ...rest } = installing();
    const nowhere = { ...environment, VISUAL_TUNING_NUGET: 'http://127.0.0.1:9/v3/index.json' };
    await expect(installCudaProvider(undefined, works, { ...rest, environment: nowhere })).rejects.toThrow(
      /can't be downloaded: 127\.0\.0\.1:9 can't be reached \(.*\); fetch .*\.nupkg from nuget\.org elsewhere and give its path with --from/,
    );
  });

  test('is undone by engines remove, with what came with it', async () => {
    await install();
    const { environment } = installing();
    expect(await removeCudaProvider(environment)).toBe(`Removed ${installed()} and ${engines('cuda-99')}.`);
    expect(await readdir(engines())).toEqual([]);
    expect(await removeCudaProvider(environment)).toContain('there was nothing to remove');
  });
});
