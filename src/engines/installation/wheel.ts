import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { hasHash } from '../../backbones/hub/blobHash';
import { InputError } from '../../protocol/inputError';
import { downloadsFolder } from './dataFolder';
import { downloadFile } from './downloadFile';
import { type Installing, reasonOf, tell } from './installing';
import { pipDownload } from './pip';
import { indexOf, listWheels } from './pythonIndex';
import { type WheelRecipe, wheels } from './recipe';
import { Unreachable, requestSoon } from './request';

/** A wheel on this machine. */
export interface Wheel {
  readonly path: string;
  /** Of TensorFlow, by the name of the file. */
  readonly version: string;
  /** Whether it was fetched for this installation, and may go after it. */
  readonly fetched: boolean;
  /** Where it came from, in words. */
  readonly from: string;
}

/**
 * The wheel to install from: the one named, else the recipe's, over HTTPS from the index that pip would ask, or where that
 * can't be reached by pip itself.
 * @param from path or address of a wheel
 * @param folder for what is only needed during the installation
 * @throws {InputError} if it can't be had, with every way's reason
 */
export async function obtainWheel(
  recipe: WheelRecipe,
  from: string | undefined,
  folder: string,
  installing: Installing,
): Promise<Wheel> {
  if (from === undefined) return recipeWheel(recipe, folder, installing);
  return /^https?:/.test(from) ? linkedWheel(from, installing) : localWheel(from, installing);
}

async function localWheel(from: string, installing: Installing): Promise<Wheel> {
  const path = resolve(from);
  if (!(await stat(path).catch(() => undefined))?.isFile())
    throw new InputError(`--from ${from}: there is no such file.`);
  await check(path, installing);
  return { path, version: versionOf(path), fetched: false, from: path };
}

async function linkedWheel(from: string, installing: Installing): Promise<Wheel> {
  const url = new URL(from);
  const file = basename(url.pathname);
  const version = versionOf(file);
  const sha256 = /^#sha256=([0-9a-f]{64})$/.exec(url.hash)?.[1] ?? knownHash(file);
  if (sha256 === null) {
    throw new InputError(`--from ${from}: add #sha256=… to the address, so that what comes can be checked.`);
  }
  url.hash = '';
  await requestSoon(url.href, installing.signal, { method: 'HEAD' });
  const path = join(downloadsFolder(installing.environment), file);
  await downloadFile({ url: url.href, hash: sha256, size: null, destination: path }, file, installing);
  return { path, version, fetched: true, from: url.href };
}

async function recipeWheel(recipe: WheelRecipe, folder: string, installing: Installing): Promise<Wheel> {
  const { project, version, file } = recipe;
  const index = indexOf(installing.environment);
  try {
    tell(installing, `Asking ${new URL(index).host} for TensorFlow ${version}`);
    const path = join(downloadsFolder(installing.environment), file);
    const listed = (await listWheels(index, project, installing.signal)).find(wheel => wheel.file === file);
    if (!listed) throw new Unreachable(`${index} has no ${file}.`);
    const sha256 = recipe.sha256 ?? listed.sha256;
    if (sha256 === null) throw new Unreachable(`${index} gives no checksum of ${file}.`);
    await downloadFile({ ...listed, hash: sha256, destination: path }, `TensorFlow ${version}`, installing);
    return { path, version, fetched: true, from: listed.url };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return byPip(recipe, folder, installing, reasonOf(error));
  }
}

async function byPip(recipe: WheelRecipe, folder: string, installing: Installing, why: string): Promise<Wheel> {
  const requirement = `${recipe.project}==${recipe.version}`;
  try {
    const path = await pipDownload(requirement, folder, installing);
    await check(path, installing);
    return { path, version: versionOf(path), fetched: true, from: `pip download ${requirement}` };
  } catch (error) {
    installing.signal.throwIfAborted();
    throw new InputError(
      `TensorFlow ${recipe.version} can't be downloaded: ${why}, and pip can't either (${reasonOf(error)}): set ` +
        `PIP_INDEX_URL to an index that can be reached, or fetch ${recipe.file} elsewhere and give its path with --from.`,
    );
  }
}

/** @throws {InputError} if a wheel whose hash is known has another */
async function check(path: string, { signal }: Installing): Promise<void> {
  const sha256 = knownHash(basename(path));
  if (sha256 !== null && !(await hasHash(path, 0, sha256, signal))) {
    throw new InputError(`${path} is damaged: its SHA-256 is not ${sha256}; download it again.`);
  }
}

const knownHash = (file: string): string | null =>
  Object.values(wheels).find(recipe => recipe.file === file)?.sha256 ?? null;

function versionOf(path: string): string {
  const [, version] = /^[^-]*tensorflow[^-]*-(\d+(?:\.\d+)+[^-]*)-.*linux.*_x86_64\.whl$/.exec(basename(path)) ?? [];
  if (version === undefined) {
    throw new InputError(
      `${basename(path)} is not named as a wheel of TensorFlow for Linux on x86-64, such as ${wheels.cpu.file}.`,
    );
  }
  return version;
}
