import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { packageLinkWords } from './addonLinking';
import { buildAddon, noCompiler } from './buildAddon';
import { downloadsFolder, enginesFolder } from './dataFolder';
import { downloadFile } from './downloadFile';
import { requireSpace } from './freeSpace';
import { type Installing, reasonOf } from './installing';
import { type PackageLibrary, addressOf, mirrorVariable, patience } from './packageLibraries';
import { type PreparedSource, SourceFailure, type SourceParts } from './preparedSource';
import { type PublishedAddon, fetchPublishedAddon } from './publishedAddon';
import { addonFile } from './recipe';
import { unpackLibrary } from './unpackLibrary';

/**
 * The libraries that tfjs-node's own installation downloads, and its addon: built against them, or as it was published
 * where it can't be built here.
 * @throws {InputError} if either can't be had, or there is no room
 */
export async function preparePackage(
  library: PackageLibrary,
  parts: SourceParts,
  installing: Installing,
): Promise<PreparedSource> {
  const { environment } = installing;
  const { version, sha256, path } = library;
  await requireSpace(enginesFolder(environment), library.needs);
  // Without a compiler all depends on what was published: seen before the large download.
  const published =
    parts.compiler === undefined ? await fetchPublishedAddon(library, parts.work, noCompiler(), installing) : null;
  const url = addressOf(path, environment);
  const archive = join(downloadsFolder(environment), basename(path));
  const file = { url, hash: sha256, size: null, destination: archive, patience };
  await downloadFile(file, `TensorFlow ${version}`, installing).catch((error: unknown) => {
    installing.signal.throwIfAborted();
    throw new SourceFailure(reasonOf(error), `try again later, or name a mirror in ${mirrorVariable}`);
  });
  return {
    version,
    fill: async folder => {
      const { work } = parts;
      await unpackLibrary(archive, { folder, work }, installing);
      const addon = join(folder, 'lib', 'napi-v8', addonFile);
      await mkdir(dirname(addon), { recursive: true });
      return { from: url, sha256, ...(await addAddon(addon, folder, { library, parts, published }, installing)) };
    },
    clear: () => rm(archive, { force: true }),
  };
}

interface AddonChoice {
  readonly library: PackageLibrary;
  readonly parts: SourceParts;
  /** Null where it is to be built. */
  readonly published: PublishedAddon | null;
}

/** Puts the addon in its place. @returns what it is, for the installation's record */
async function addAddon(
  addon: string,
  folder: string,
  { library, parts: { compiler, work, recipe }, published }: AddonChoice,
  installing: Installing,
): Promise<Record<string, string>> {
  const take = async ({ file, url, sha256 }: PublishedAddon) => {
    await copyFile(file, addon);
    return { addon: url, addonSha256: sha256 };
  };
  if (published !== null) return take(published);
  if (compiler === undefined) throw noCompiler();
  try {
    await buildAddon({ addon, work, compiler, links: packageLinkWords(folder), recipe }, installing);
    return { addon: `${recipe.addon.name} ${recipe.addon.version}`, compiler: compiler.join(' ') };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const unbuilt = error instanceof SourceFailure ? error : new SourceFailure(reasonOf(error), 'try again later');
    return take(await fetchPublishedAddon(library, work, unbuilt, installing));
  }
}
