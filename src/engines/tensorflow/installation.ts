import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The packages whose addon is used, the better first. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/** Where a package's build puts its addon. */
const built = join('lib', 'napi-v8', 'tfjs_binding.node');

/**
 * The path of tfjs-node's addon: in the package folder that the environment variable VISUAL_TUNING_TENSORFLOW names, or in
 * an installed package whose addon was built. Null if there is none.
 */
export function findAddon(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment.VISUAL_TUNING_TENSORFLOW;
  const folders = named ? [named] : packages.map(installedFolder);
  const addons = folders.flatMap(folder => (folder === null ? [] : [join(folder, built)]));
  return addons.find(addon => existsSync(addon)) ?? null;
}

function installedFolder(name: string): string | null {
  try {
    return dirname(createRequire(__filename).resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}
