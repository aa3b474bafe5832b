import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { namesIn } from '../../storage/namesIn';
import { enginesFolder } from '../installation/dataFolder';
import { addonFile } from '../installation/recipe';

/** The packages whose addon is used, the better first. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/** Where a package's build puts its addon. */
const built = join('lib', 'napi-v8', addonFile);

/**
 * The path of tfjs-node's addon: in the folder that the environment variable VISUAL_TUNING_TENSORFLOW names, of a package
 * that was built or of an installation; else in what `engines install` has made, with CUDA first; else in an installed
 * package whose addon was built. Null if there is none.
 */
export function findAddon(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment.VISUAL_TUNING_TENSORFLOW;
  const folders = named ? [named] : [...installations(environment), ...packages.flatMap(installedFolder)];
  const addons = folders.flatMap(folder => [join(folder, addonFile), join(folder, built)]);
  return addons.find(addon => existsSync(addon)) ?? null;
}

/** Folders that `engines install tensorflow` has made, the better first: with CUDA before without, newer before older. */
export function installations(environment: NodeJS.ProcessEnv = process.env): string[] {
  const folder = enginesFolder(environment);
  const names = namesIn(folder).filter(name => /^tensorflow-[^-]+-(cpu|cuda)$/.test(name));
  const byVersion = names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const isCuda = (name: string) => Number(name.endsWith('-cuda'));
  return byVersion.sort((a, b) => isCuda(b) - isCuda(a)).map(name => join(folder, name));
}

function installedFolder(name: string): string[] {
  try {
    return [dirname(createRequire(__filename).resolve(`${name}/package.json`))];
  } catch {
    return [];
  }
}
