import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { linkWords } from './addonLinking';
import { type Installing, reasonOf, tell } from './installing';
import { packageFiles } from './npmPackage';
import { addonFile, addonPackage, nodeHeadersPackage } from './recipe';
import { findTool, runTool } from './runTool';

/** @throws {InputError} if there is none: how to get one */
export async function findCompiler(installing: Installing): Promise<readonly string[]> {
  const named = (installing.environment.CXX ?? '').split(/\s+/).filter(Boolean);
  const compiler = await findTool([...(named.length > 0 ? [named] : []), ['g++'], ['clang++'], ['c++']], installing);
  if (compiler) return compiler;
  throw new InputError(
    'There is no C++ compiler (g++ or clang++), which builds the addon: install one, on Debian or Ubuntu by ' +
      '"sudo apt install g++", on Fedora by "sudo dnf install gcc-c++", and try again.',
  );
}

interface AddonParts {
  readonly folder: string;
  readonly work: string;
  readonly compiler: readonly string[];
  readonly cuda: readonly string[];
}

/**
 * Builds tfjs-node's addon against the libraries and headers of a wheel.
 * @param folder of the installation, with the libraries in their places
 * @param work a folder for sources and headers, those of TensorFlow under `include`
 * @param cuda paths in `folder` of NVIDIA's libraries that TensorFlow opens
 * @throws {InputError} with the compiler's complaint
 */
export async function buildAddon({ folder, work, compiler, cuda }: AddonParts, installing: Installing): Promise<void> {
  tell(installing, `Fetching the sources of ${addonPackage.name} ${addonPackage.version}`);
  const sources = await packageFiles(addonPackage, 'binding', installing);
  const headers = await packageFiles(nodeHeadersPackage, 'include', installing);
  await writeAll(join(work, 'addon'), sources);
  await writeAll(join(work, 'node'), headers);

  const [command, ...words] = compiler;
  tell(installing, `Building the addon with ${command}`);
  const units = [...sources.keys()].filter(path => path.endsWith('.cc')).map(path => join(work, 'addon', path));
  const included = [join(work, 'node', 'include'), join(work, 'include'), join(work, 'addon')];
  try {
    await runTool(
      command,
      [
        ...words,
        ...['-std=c++17', '-O2', '-fPIC', '-shared', '-fvisibility=hidden', '-w', '-DNAPI_VERSION=8'],
        ...included.map(path => `-I${path}`),
        ...units,
        ...['-o', join(folder, addonFile)],
        ...linkWords(folder, cuda),
      ],
      // Messages in English, for they are looked through.
      { signal: installing.signal, environment: { ...installing.environment, LC_ALL: 'C' } },
    );
  } catch (error) {
    installing.signal.throwIfAborted();
    throw new InputError(`${command} can't build the addon (${reasonOf(error)}): install a newer g++, and try again.`);
  }
}

async function writeAll(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [path, contents] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
}
