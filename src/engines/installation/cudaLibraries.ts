import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { downloadsFolder } from './dataFolder';
import { downloadFile } from './downloadFile';
import { type Installing, reasonOf, tell } from './installing';
import { pipDownload } from './pip';
import { type ListedWheel, indexOf, listWheels } from './pythonIndex';
import { Unreachable } from './request';
import { unpackAll } from './unpackWheel';
import { newestWithin } from './versions';
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
 * Fetches NVIDIA's libraries and puts them where those of TensorFlow look for them: under `nvidia/` beside `tensorflow/`.
 * @param wheel of TensorFlow
 * @param work a folder for what is only needed on the way
 * @throws {InputError} if one can't be had
 */
export async function addCudaLibraries(
  wheel: string,
  { folder, work }: { folder: string; work: string },
  installing: Installing,
): Promise<void> {
  const entries = await readZip(wheel);
  const metadata = [...entries.values()].find(({ path }) => /^[^/]+\.dist-info\/METADATA$/.test(path));
  const requirements = metadata ? cudaRequirements(await readText(wheel, metadata)) : [];
  if (requirements.length === 0) {
    throw new InputError(`${wheel} asks for no libraries of CUDA: it computes on the processor, install it so.`);
  }
  for (const requirement of requirements) {
    const path = await obtain(requirement, work, installing);
    const files = [...(await readZip(path)).values()].filter(entry => isNeeded(entry.path));
    const placed = files.map(entry => [entry, join(folder, entry.path)] as const);
    await unpackAll(path, placed, requirement.project, installing);
    await rm(path);
  }
}

/** Shared libraries, the compiler of kernels and the library that it links them with. */
const isNeeded = (path: string) => /^nvidia\/.*(\.so(\.\d+)*|\/bin\/ptxas|\/libdevice\.10\.bc)$/.test(path);

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
          'PIP_INDEX_URL to an index that can be reached.',
      );
    });
  }
}

const runsHere = ({ file }: ListedWheel) => /-manylinux[\w.]*_x86_64\.whl$/.test(file);
