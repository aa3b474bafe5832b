import { chmod, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { downloadsFolder } from './dataFolder';
import { downloadFile } from './downloadFile';
import { type Installing, reasonOf, tell } from './installing';
import { pipDownload } from './pip';
import { type ListedWheel, indexOf, listWheels } from './pythonIndex';
import { Unreachable } from './request';
import { isOpenedByName } from './recipe';
import { unpackAll } from './unpackWheel';
import { newestWithin } from './versions';
import type { Wheel } from './wheel';
import { readText, readZip } from './zipArchive';

/** A project that TensorFlow asks for, with the bounds of its version such as `<13.0,>=12.5.3.2`. */
export interface Requirement {
  readonly project: string;
  readonly bounds: string;
}

/** NVIDIA's libraries that a wheel of TensorFlow asks for in its `and-cuda` variant. */
export function cudaRequirements(metadata: string): Requirement[] {
  const lines = metadata.matchAll(/^Requires-Dist: (nvidia-[\w-]+)\s*\(?([^;)]*?)\)?\s*;.*extra == ["']and-cuda["']/gm);
  return [...lines].map(([, project, bounds]) => ({ project, bounds: bounds.trim() }));
}

/**
 * Obtains NVIDIA's libraries and puts them where those of TensorFlow look for them: under `nvidia/` beside `tensorflow/`.
 * @param wheel of TensorFlow; where a person gave it as a file, theirs are taken from beside it if they are there
 * @param work a folder for what is only needed on the way
 * @returns the paths, in `folder`, of those that TensorFlow opens by name
 * @throws {InputError} if one can't be had
 */
export async function addCudaLibraries(
  wheel: Pick<Wheel, 'path' | 'fetched'>,
  { folder, work }: { folder: string; work: string },
  installing: Installing,
): Promise<string[]> {
  const entries = await readZip(wheel.path);
  const metadata = [...entries.values()].find(({ path }) => /^[^/]+\.dist-info\/METADATA$/.test(path));
  const text = metadata ? await readText(wheel.path, metadata) : '';
  const requirements = cudaRequirements(text);
  // The build for the processor names them too.
  if (requirements.length === 0 || /^Name: tensorflow[-_]cpu$/m.test(text)) {
    throw new InputError(`${wheel.path} has no CUDA: install it with --device cpu, or take a wheel of tensorflow.`);
  }
  const beside = wheel.fetched ? [] : await wheelsIn(dirname(wheel.path));
  const opened: string[] = [];
  for (const requirement of requirements) {
    const given = newestWithin(beside.filter(isOf(requirement)), requirement.bounds)?.path;
    const path = given ?? (await obtain(requirement, work, installing));
    const files = [...(await readZip(path)).values()].filter(entry => isNeeded(entry.path));
    const placed = files.map(entry => [entry, join(folder, entry.path)] as const);
    await unpackAll(path, placed, requirement.project, installing);
    for (const [entry, place] of placed) if (isProgram(entry.path)) await chmod(place, 0o755);
    opened.push(...files.map(entry => entry.path).filter(isOpenedByName));
    if (given === undefined) await rm(path);
  }
  return opened;
}

/** The compiler of kernels, and what puts them together; TensorFlow runs them as programs. */
const isProgram = (path: string) => /^nvidia\/.*\/bin\/(ptxas|nvlink|fatbinary)$/.test(path);

/** Shared libraries, the programs and the library that these link kernels with. */
const isNeeded = (path: string) => isProgram(path) || /^nvidia\/.*(\.so(\.\d+)*|\/libdevice\.10\.bc)$/.test(path);

async function obtain({ project, bounds }: Requirement, work: string, installing: Installing): Promise<string> {
  try {
    const listed = await listWheels(indexOf(installing.environment), project, installing.signal);
    const wheel = newestWithin(listed.filter(runsHere), bounds);
    if (!wheel?.sha256) throw new Unreachable(`there is no wheel of ${project} ${bounds} with a checksum`);
    const destination = join(downloadsFolder(installing.environment), wheel.file);
    await downloadFile({ ...wheel, hash: wheel.sha256, destination }, project, installing);
    return destination;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    tell(installing, `Downloading ${project} by pip`);
    return pipDownload(`${project}${bounds}`, work, installing).catch((failure: unknown) => {
      installing.signal.throwIfAborted();
      throw new InputError(
        `${project} can't be downloaded: ${reasonOf(error)}, and pip can't either (${reasonOf(failure)}): set ` +
          `PIP_INDEX_URL to an index that can be reached, or put a wheel of ${project}${bounds} beside that of ` +
          'TensorFlow and give the path of the latter with --from.',
      );
    });
  }
}

const runsHere = ({ file }: Pick<ListedWheel, 'file'>) => /-manylinux[\w.]*_x86_64\.whl$/.test(file);

async function wheelsIn(folder: string): Promise<{ file: string; path: string }[]> {
  const files = await readdir(folder).catch(() => []);
  return files.map(file => ({ file, path: join(folder, file) })).filter(runsHere);
}

/** Wheels are named with underscores. */
const isOf =
  ({ project }: Requirement) =>
  ({ file }: { readonly file: string }) =>
    file.startsWith(`${project.replaceAll('-', '_')}-`);
