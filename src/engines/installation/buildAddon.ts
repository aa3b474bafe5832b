import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Installing, reasonOf, tell } from './installing';
import { packageFiles } from './npmPackage';
import { SourceFailure } from './preparedSource';
import type { Recipe } from './recipe';
import { findTool, runTool } from './runTool';

/** A C++ compiler as the words that start it; undefined if there is none. */
export async function findCompiler(installing: Installing): Promise<readonly string[] | undefined> {
  const named = (installing.environment.CXX ?? '').split(/\s+/).filter(Boolean);
  return findTool([...(named.length > 0 ? [named] : []), ['g++'], ['clang++'], ['c++']], installing);
}

/** Why the addon can't be built without a compiler, and how to get one. */
export const noCompiler = (platform = process.platform): SourceFailure =>
  new SourceFailure(
    'there is no C++ compiler (g++ or clang++), which builds the addon',
    `install one, on ${
      platform === 'darwin'
        ? 'macOS by "xcode-select --install"'
        : 'Debian or Ubuntu by "sudo apt install g++", on Fedora by "sudo dnf install gcc-c++"'
    }, and try again`,
  );

interface AddonParts {
  /** Where the addon goes, in a folder that is there. */
  readonly addon: string;
  /** A folder for sources and headers, those of TensorFlow under `include`. */
  readonly work: string;
  readonly compiler: readonly string[];
  /** What the linker is told, to have the addon load TensorFlow. */
  readonly links: readonly string[];
  readonly recipe: Pick<Recipe, 'addon' | 'nodeHeaders'>;
}

const kindOfLibrary = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];

/**
 * Builds tfjs-node's addon against TensorFlow's libraries and headers.
 * @throws {SourceFailure} with the compiler's complaint
 */
export async function buildAddon(
  { addon, work, compiler, links, recipe }: AddonParts,
  installing: Installing,
): Promise<void> {
  tell(installing, `Fetching the sources of ${recipe.addon.name} ${recipe.addon.version}`);
  const sources = await packageFiles(recipe.addon, 'binding', installing);
  const headers = await packageFiles(recipe.nodeHeaders, 'include', installing);
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
        ...['-std=c++17', '-O2', '-fPIC', ...kindOfLibrary, '-fvisibility=hidden', '-w', '-DNAPI_VERSION=8'],
        ...included.map(path => `-I${path}`),
        ...units,
        ...['-o', addon],
        ...links,
      ],
      // Messages in English, for they are looked through.
      { signal: installing.signal, environment: { ...installing.environment, LC_ALL: 'C' } },
    );
  } catch (error) {
    installing.signal.throwIfAborted();
    throw new SourceFailure(
      `${command} can't build the addon (${reasonOf(error)})`,
      'install a newer compiler, and try again',
    );
  }
}

async function writeAll(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [path, contents] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
}
