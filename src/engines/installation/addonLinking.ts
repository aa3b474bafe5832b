import { dirname, join } from 'node:path';
import { libraries } from './recipe';

/**
 * What the linker is told to make the addon load.
 * @param folder of the installation
 * @param cuda paths in it of NVIDIA's libraries, none without CUDA
 */
export function linkWords(folder: string, cuda: readonly string[]): string[] {
  const tensorflow = libraries.map(path => join(folder, path));
  if (cuda.length === 0) return [...tensorflow, '-Wl,-rpath,$ORIGIN/tensorflow'];
  const folders = [...new Set(['tensorflow', ...cuda.map(path => dirname(path))])];
  return [
    // NVIDIA's are for TensorFlow to find loaded; the addon itself uses none of them, and many a linker would leave them out.
    '-Wl,--no-as-needed',
    ...[...tensorflow, ...cuda.map(path => join(folder, path))],
    // The older kind of run path also holds for what these libraries load in turn, and wins over LD_LIBRARY_PATH, so that
    // parts of another CUDA on the machine don't mix with ours.
    '-Wl,--disable-new-dtags',
    `-Wl,-rpath,${folders.map(path => `$ORIGIN/${path}`).join(':')}`,
  ];
}

/** Where the libraries of the package lie in its installation's folder. */
export const packageLibraryFolder = join('deps', 'lib');

/** As `linkWords`, for an addon in `lib/napi-v8` of the folder, as the published one is linked too. */
export function packageLinkWords(folder: string, platform = process.platform): string[] {
  const libraryFolder = join(folder, packageLibraryFolder);
  const names = ['tensorflow', 'tensorflow_framework'];
  return platform === 'darwin'
    ? [...names.map(name => join(libraryFolder, `lib${name}.2.dylib`)), '-Wl,-rpath,@loader_path/../../deps/lib']
    : [`-L${libraryFolder}`, ...names.map(name => `-l${name}`), '-Wl,-rpath,$ORIGIN/../../deps/lib'];
}
