import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkWords } from '../../src/engines/installation/addonLinking';
import { libraries } from '../../src/engines/installation/recipe';

const run = promisify(execFile);
const hasCompiler = spawnSync('g++', ['--version']).status === 0;
const cuda = ['nvidia/cublas/lib/libcublas.so.12', 'nvidia/nvjitlink/lib/libnvJitLink.so.12'];
const [whole, framework] = libraries;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linking-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function library(path: string, source: string, ...words: string[]): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, 'source.cc'), source);
  const name = path.replace(/.*\//, '');
  const common = ['-shared', '-fPIC', `-Wl,-soname,${name}`, '-o', join(folder, path), join(folder, 'source.cc')];
  await run('g++', [...common, ...words]);
}

/** Stands for the program that loads the addon: says whether TensorFlow then finds each library by its name alone. */
const host = `
#include <dlfcn.h>
#include <cstdio>
int main(int, char** words) {
  void* addon = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
  if (!addon) { std::puts(dlerror()); return 1; }
  return reinterpret_cast<int (*)()>(dlsym(addon, "load"))();
}`;

test.runIf(process.platform === 'linux' && (hasCompiler || process.env.REQUIRE_TENSORFLOW === '1'))(
  "TensorFlow finds NVIDIA's libraries by their names, though it was told of no folder",
  async () => {
    // nvJitLink is needed by another of them, which like NVIDIA's own is told of no folder of another wheel.
    await library(cuda[1], 'extern "C" int link() { return 1; }');
    await library(
      cuda[0],
      'extern "C" int link(); extern "C" int multiply() { return link(); }',
      join(folder, cuda[1]),
    );
    const opening = cuda.map(path => `dlopen("${path.replace(/.*\//, '')}", RTLD_NOW | RTLD_LOCAL) != nullptr`);
    await library(framework, `#include <dlfcn.h>\nextern "C" int found() { return ${opening.join(' && ')} ? 0 : 7; }`);
    await library(whole, 'extern "C" int nothing() { return 0; }');
    const addon =
      'extern "C" int found(); extern "C" int nothing(); extern "C" int load() { return found() + nothing(); }';
    await writeFile(join(folder, 'host.cc'), host);
    await run('g++', ['-o', join(folder, 'host'), join(folder, 'host.cc'), '-ldl']);

    const load = () => run(join(folder, 'host'), [join(folder, 'addon.node')], { env: {} });
    await library('addon.node', addon, ...linkWords(folder, cuda));
    await load();
    await library('addon.node', addon, ...linkWords(folder, []));
    await expect(load()).rejects.toMatchObject({ code: 7 });
  },
);
