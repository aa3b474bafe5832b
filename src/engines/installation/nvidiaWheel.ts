import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { downloadsFolder } from './dataFolder';
import { downloadFile } from './downloadFile';
import { type Installing, reasonOf } from './installing';
import { pipDownload } from './pip';
import { type ListedWheel, indexOf, listWheels } from './pythonIndex';
import { Unreachable } from './request';
import { newestWithin } from './versions';

/** A project that is asked for, with the bounds of its version such as `<13.0,>=12.5.3.2`. */
export interface Requirement {
  readonly project: string;
  readonly bounds: string;
}

/** Where a wheel that is needed may come from, other than an index. */
export interface NvidiaSources {
  /** Folder of the file that a person gave to install from: what lies beside it is taken, and stays. */
  readonly beside?: string;
  /** A folder for what is only needed on the way. */
  readonly work: string;
}

/** A wheel on this machine. */
export interface NvidiaWheel {
  readonly path: string;
  /** Whether it was fetched, and may go after the installation. */
  readonly fetched: boolean;
}

/**
 * A wheel of NVIDIA's: one that lies beside what a person gave, else the newest that the index has, else pip's.
 * @throws {InputError} if it can't be had, with every way's reason
 */
export async function obtainNvidiaWheel(
  requirement: Requirement,
  { beside, work }: NvidiaSources,
  installing: Installing,
): Promise<NvidiaWheel> {
  const given = await wheelBeside(requirement, beside);
  return given === undefined
    ? { path: await fetchWheel(requirement, work, installing), fetched: true }
    : { path: given, fetched: false };
}

/** The wheel for a requirement in a folder; undefined if there is none. */
export async function wheelBeside(
  { project, bounds }: Requirement,
  folder: string | undefined,
): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const prefix = `${project.replaceAll('-', '_')}-`;
  const names = await readdir(folder).catch(() => []);
  const wheels = names.map(file => ({ file })).filter(wheel => runsHere(wheel) && wheel.file.startsWith(prefix));
  const newest = newestWithin(wheels, bounds);
  return newest === undefined ? undefined : join(folder, newest.file);
}

/** The wheel that would be downloaded from the index. @throws {Unreachable} if it has none, or can't be asked */
export async function listedWheel({ project, bounds }: Requirement, installing: Installing): Promise<ListedWheel> {
  const listed = await listWheels(indexOf(installing.environment), project, installing.signal);
  const wheel = newestWithin(listed.filter(runsHere), bounds);
  if (wheel === undefined) throw new Unreachable(`there is no wheel of ${project} ${bounds}`);
  return wheel;
}

async function fetchWheel(requirement: Requirement, work: string, installing: Installing): Promise<string> {
  const { project, bounds } = requirement;
  try {
    const wheel = await listedWheel(requirement, installing);
    if (wheel.sha256 === null) throw new Unreachable(`there is no wheel of ${project} ${bounds} with a checksum`);
    const destination = join(downloadsFolder(installing.environment), wheel.file);
    await downloadFile({ ...wheel, hash: wheel.sha256, destination }, project, installing);
    return destination;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return pipDownload(`${project}${bounds}`, work, installing).catch((failure: unknown) => {
      installing.signal.throwIfAborted();
      throw new InputError(
        `${project} can't be downloaded: ${reasonOf(error)}, and pip can't either (${reasonOf(failure)}): set ` +
          `PIP_INDEX_URL to an index that can be reached, or put a wheel of ${project}${bounds} beside the file that ` +
          'you name with --from.',
      );
    });
  }
}

const runsHere = ({ file }: Pick<ListedWheel, 'file'>) => /-manylinux[\w.]*_x86_64\.whl$/.test(file);
