import { execFile, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onnxRuntimePackage } from '../../src/engines/onnxruntime/package';
import { buildCommandLine, visualTuning, visualTuningJson } from '../command-line/commandLine';

const run = promisify(execFile);
const hasCompiler = spawnSync('g++', ['--version']).status === 0;
const isHere = process.platform === 'linux' && process.arch === 'x64';
const { version, folder: binaries } = onnxRuntimePackage() ?? { version: '', folder: '' };

let data: string;
beforeAll(buildCommandLine);
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'loading-'));
});
afterEach(() => rm(data, { recursive: true }));

const env = () => ({ VISUAL_TUNING_DATA: data, VISUAL_TUNING_TENSORFLOW: '' });
const installed = (its = version) => join(data, 'engines', `onnxruntime-${its}-cuda`);
const probe = (engine: string) => visualTuning(['engines', 'probe', engine, '--json'], { env: env() });

async function library(path: string, source: string, ...words: string[]): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const file = join(data, 'source.cc');
  await writeFile(file, source);
  const name = path.replace(/.*\//, '');
  await run('g++', ['-shared', '-fPIC', `-Wl,-soname,${name}`, '-o', path, file, ...words]);
  return path;
}

/** Stands for the provider: it is linked with a library of a CUDA that no machine has, and says when ONNX Runtime uses it. */
async function install(cudart: string): Promise<void> {
  const runtime = await library(cudart, 'extern "C" int cudart() { return 41; }');
  const use = `#include <cstdlib>\nextern "C" int cudart(); extern "C" void* GetProvider() { std::_Exit(cudart()); }`;
  await library(join(installed(), 'libonnxruntime_providers_cuda.so'), use, '-Wl,--no-as-needed', runtime);
  await library(
    join(installed(), 'libonnxruntime_providers_shared.so'),
    'static void* host; extern "C" void Provider_SetHost(void* its) { host = its; } extern "C" void* Provider_GetHost() { return host; }',
  );
  await copyFile(join(binaries, 'libonnxruntime.so.1'), join(installed(), 'libonnxruntime.so.1'));
}

const cuda = () => join(data, 'engines', 'cuda-99', 'nvidia', 'cu99', 'lib', 'libcudart.so.99');

describe.runIf(isHere && (hasCompiler || process.env.REQUIRE_TENSORFLOW === '1'))('the installed CUDA provider', () => {
  test("is what ONNX Runtime uses, with NVIDIA's libraries that were installed for it", async () => {
    await install(cuda());
    expect(await probe('onnxruntime-cuda')).toMatchObject({ status: 41 });
  });

  test('says which of them is missing, in the literal words of the system', async () => {
    await install(cuda());
    await rm(join(data, 'engines', 'cuda-99'), { recursive: true });
    const listed = await visualTuningJson(['engines'], { env: env() });
    const reason =
      'ONNX Runtime on CUDA can\'t be used (libcudart.so.99: cannot open shared object file: No such file or directory): have "visual-tuning engines install cuda" fetch CUDA\'s libraries';
    expect(listed).toContainEqual(
      expect.objectContaining({ id: 'onnxruntime-cuda', usable: false, reason: expect.stringContaining(reason) }),
    );
  });

  test('leaves the processor’s provider as it is, though both are loaded from beside it', async () => {
    await install(cuda());
    expect(await probe('onnxruntime')).toMatchObject({ status: 0 });
    await writeFile(join(installed(), 'libonnxruntime.so.1'), 'not a library');
    expect(await probe('onnxruntime')).toMatchObject({ status: 0 });
  });

  test('of another version is not used, and the engine says which is needed', async () => {
    await mkdir(installed('1.2.3'), { recursive: true });
    const listed = await visualTuningJson(['engines'], { env: env() });
    expect(listed).toContainEqual(
      expect.objectContaining({
        id: 'onnxruntime-cuda',
        reason: `The CUDA provider of ONNX Runtime 1.2.3 is installed and that of ${version} is needed: "visual-tuning engines install cuda" replaces it, or use onnxruntime.`,
      }),
    );
  });
});
