import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TensorflowRequest, installTensorflow } from '../../src/engines/installation/installTensorflow';
import type { Installing } from '../../src/engines/installation/installing';
import { type PublishedPackage, type Recipe, headers, libraries } from '../../src/engines/installation/recipe';
import { tarFile } from '../../src/engines/installation/tarFile.fixture';
import { zipFile } from '../../src/engines/installation/zipFile.fixture';
import { IndexServer } from './indexServer';
import { StorageServer } from './storageServer';

const wheelFile = 'tensorflow_cpu-9.9.9-cp311-cp311-manylinux_2_27_x86_64.whl';
const archive = 'tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz';
export const publishedAddon = 'tf-builds/pre-built-binary/napi-v8/4.22.0/CPU-linux-4.22.0.tar.gz';

/** As a C++ compiler goes: it says that it is one, and writes what it is told to. */
const compilers = {
  works: 'while [ "$1" != -o ]; do shift; done; echo built > "$2"',
  fails: 'echo "addon.cc:1: error: no such header" >&2; exit 1',
};

/** As `engines probe` goes, for libraries that are texts. */
const probe = `
const { existsSync, readFileSync } = require('node:fs');
const folder = process.env.VISUAL_TUNING_TENSORFLOW;
const library = ['/deps/lib/libtensorflow.so', '/tensorflow/libtensorflow_cc.so.2'].find(path => existsSync(folder + path));
const text = readFileSync(folder + library, 'utf8');
if (!process.argv.includes('--thorough')) throw new Error('It is to be thorough.');
const found = { version: text, device: 'cpu', adapter: null, threads: 1, memoryBytes: 1, oneDnn: true };
console.log(JSON.stringify(text === 'wrong' ? { problem: 'it computes loss wrong: by 3e-1 of its largest number' } : found));`;

/** What can't be packed smaller, so that its transfer can break off in the middle. */
const noise = Buffer.from(
  Array.from({ length: 4000 }, (_, i) => [...createHash('sha256').update(String(i)).digest()]).flat(),
);

/** An installation from hosts of this machine alone: libraries are texts, and small. */
export class InstallationTest {
  private constructor(
    readonly folder: string,
    readonly storage: StorageServer,
    readonly index: IndexServer,
    private readonly recipe: { addon: PublishedPackage; nodeHeaders: PublishedPackage; sha256: string },
  ) {}

  static async start(): Promise<InstallationTest> {
    const folder = await mkdtemp(join(tmpdir(), 'install-'));
    const storage = await StorageServer.start();
    const wheel = [...libraries, ...headers.map(path => `tensorflow/include/${path}`)];
    const contents = zipFile(wheel.map(path => ({ path, contents: Buffer.from('9.9.9') })));
    const index = await IndexServer.start(wheelFile, contents);
    const publish = (name: string, path: string) => {
      const bytes = tarFile([{ path: `package/${path}`, contents: 'text' }]);
      storage.put(`${name}/-/${name}-1.0.0.tgz`, bytes);
      return { name, version: '1.0.0', integrity: createHash('sha512').update(bytes).digest('base64') };
    };
    const addon = publish('addon', 'binding/addon.cc');
    const test = new InstallationTest(folder, storage, index, {
      addon,
      nodeHeaders: publish('headers', 'include/node_api.h'),
      sha256: '',
    });
    test.putLibrary('2.9.1');
    storage.put(publishedAddon, tarFile([{ path: 'napi-v8/tfjs_binding.node', contents: 'published' }]));
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'probe.cjs'), probe);
    await test.setCompiler('works');
    return test;
  }

  /** Serves another library, which says what it is. */
  putLibrary(text: string): void {
    this.recipe.sha256 = this.storage.put(
      archive,
      tarFile([
        { path: './lib/libtensorflow.so', target: 'libtensorflow.so.2' },
        { path: './lib/libtensorflow.so.2', target: 'libtensorflow.so.2.9.1' },
        { path: './lib/libtensorflow.so.2.9.1', contents: text },
        { path: './lib/libtensorflow_framework.so.2', contents: noise },
        { path: './include/tensorflow/c/c_api.h', contents: 'text' },
        { path: './LICENSE', contents: 'Apache' },
      ]),
    );
  }

  /** Expects another archive than there is. */
  expectOther(): void {
    this.recipe.sha256 = 'f'.repeat(64);
  }

  async setCompiler(kind: keyof typeof compilers | 'none'): Promise<void> {
    const path = join(this.folder, 'bin', 'g++');
    await rm(path, { force: true });
    if (kind === 'none') return;
    await writeFile(path, `#!/bin/sh\n[ "$1" = --version ] && exit 0\n${compilers[kind]}\n`);
    await chmod(path, 0o755);
  }

  /** Programs are looked for in `bin` alone. */
  get environment(): NodeJS.ProcessEnv {
    return {
      PATH: join(this.folder, 'bin'),
      VISUAL_TUNING_DATA: join(this.folder, 'data'),
      TFJS_NODE_CDN_STORAGE: this.storage.address,
      PIP_INDEX_URL: this.index.address,
      npm_config_registry: this.storage.address,
    };
  }

  install(request: Partial<TensorflowRequest> = {}, installing: Partial<Installing> = {}): Promise<string> {
    const { addon, nodeHeaders, sha256 } = this.recipe;
    const wheel = { project: 'tensorflow-cpu', version: '9.9.9', file: wheelFile, sha256: null, needs: 0 };
    const library = { version: '2.9.1', path: archive, sha256, addon: publishedAddon, needs: 0 };
    const recipe: Recipe = {
      addon,
      nodeHeaders,
      wheels: { cpu: wheel, cuda: wheel },
      libraries: { 'linux-x64-cpu': library, 'linux-x64-cuda': library },
    };
    return installTensorflow(
      { device: 'cpu', source: 'auto', ...request },
      { command: process.execPath, words: [join(this.folder, 'probe.cjs')] },
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        environment: this.environment,
        ...installing,
      },
      recipe,
    );
  }

  async end(): Promise<void> {
    await Promise.all([this.storage.close(), this.index.close().catch(() => undefined)]);
    await rm(this.folder, { recursive: true });
  }
}
