import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { linkWords } from './addonLinking';
import { buildAddon, noCompiler } from './buildAddon';
import { addCudaLibraries } from './cudaLibraries';
import { enginesFolder } from './dataFolder';
import { requireSpace } from './freeSpace';
import type { Installing } from './installing';
import type { PreparedSource, SourceParts } from './preparedSource';
import { addonFile } from './recipe';
import { unpackWheel } from './unpackWheel';
import { obtainWheel } from './wheel';

/**
 * A wheel of TensorFlow for Python: its shared libraries, and tfjs-node's addon built against them.
 * @param from path or address of a wheel; the recipe's where absent
 * @throws {InputError} if there is no compiler, no room or no wheel to be had
 */
export async function prepareWheel(
  { device, compiler, work, recipe }: SourceParts,
  from: string | undefined,
  installing: Installing,
): Promise<PreparedSource> {
  if (compiler === undefined) throw noCompiler();
  await requireSpace(enginesFolder(installing.environment), recipe.wheels[device].needs);
  const wheel = await obtainWheel(recipe.wheels[device], from, work, installing);
  return {
    version: wheel.version,
    fill: async folder => {
      await unpackWheel(wheel.path, { folder, work }, installing);
      const cuda = device === 'cuda' ? await addCudaLibraries(wheel, { folder, work }, installing) : [];
      const links = linkWords(folder, cuda);
      await buildAddon({ addon: join(folder, addonFile), work, compiler, links, recipe }, installing);
      return {
        wheel: basename(wheel.path),
        from: wheel.from,
        addon: `${recipe.addon.name} ${recipe.addon.version}`,
        compiler: compiler.join(' '),
      };
    },
    clear: async () => {
      if (wheel.fetched) await rm(wheel.path, { force: true });
    },
  };
}
