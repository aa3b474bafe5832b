import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ensureFolder } from '../../storage/folder';
import { writeJsonAtomically } from '../../storage/atomicFile';
import { cudaFolder, locateCudaLibraries } from '../onnxruntime/cudaLibraries';
import type { CudaNeeds } from '../onnxruntime/cudaNeeds';
import { requireSpace } from './freeSpace';
import { type Installing, tell } from './installing';
import { type NvidiaSources, type Requirement, listedWheel, obtainNvidiaWheel, wheelBeside } from './nvidiaWheel';
import { readUnpackedWheels, wheelsFile } from './unpackedWheels';
import { unpackAll } from './unpackWheel';
import { readZip } from './zipArchive';

/** Bytes of a project's wheel, roughly, for an index that doesn't say; those of the others are some megabytes. */
const usualSizes: Readonly<Record<string, number>> = {
  cudnn: 560e6,
  cublas: 420e6,
  cufft: 215e6,
  nccl: 215e6,
  nvrtc: 90e6,
  curand: 60e6,
  nvjitlink: 42e6,
};

/**
 * Installs those of NVIDIA's libraries that the CUDA provider needs and that are neither on the system nor came with
 * TensorFlow. What was unpacked by an attempt that was broken off is not fetched again.
 * @returns the projects that were installed
 * @throws {InputError} if one can't be had, or there is no room
 */
export async function addProviderLibraries(
  needs: CudaNeeds,
  sources: NvidiaSources,
  installing: Installing,
): Promise<string[]> {
  const folder = cudaFolder(needs.version, installing.environment);
  const wheels = await readUnpackedWheels(folder);
  const wanted = locateCudaLibraries(needs, installing.environment).filter(
    ({ library, place }) => place === null || (place.startsWith(folder) && wheels[library.project] === undefined),
  );
  const requirements = [...new Map(wanted.map(({ library }) => [library.project, library])).values()];
  if (requirements.length === 0) return [];

  const sizes = await Promise.all(requirements.map(requirement => sizeOf(requirement, sources, installing)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const projects = requirements.map(({ project }) => project);
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  if (total > 0) {
    const size = `${gigabytes(total)} more from the index of Python packages, ${gigabytes(1.6 * total)} on disk`;
    tell(installing, `CUDA ${needs.version} needs ${size} (${projects.join(', ')})`);
  }
  await requireSpace(folder, 3 * total);

  await ensureFolder(folder);
  for (const requirement of requirements) {
    const { path, fetched } = await obtainNvidiaWheel(requirement, sources, installing);
    const files = [...(await readZip(path)).values()].filter(entry => isNeeded(entry.path));
    const placed = files.map(entry => [entry, join(folder, entry.path)] as const);
    // Of an attempt that was broken off: a process may have it loaded, and must keep what it has.
    for (const [, place] of placed) await rm(place, { force: true });
    await unpackAll(path, placed, requirement.project, installing);
    wheels[requirement.project] = { file: basename(path), files: files.map(entry => entry.path) };
    await writeJsonAtomically(join(folder, wheelsFile), wheels);
    if (fetched) await rm(path);
  }
  return projects;
}

/** Shared libraries, without what is there in place of the processor's BLAS and FFTW, and NVRTC's other build. */
const isNeeded = (path: string) =>
  /^nvidia\/.*\.so(\.\d+)*$/.test(path) && !/\/lib(nvblas|cufftw)\.|\.alt\./.test(path);

async function sizeOf(requirement: Requirement, { beside }: NvidiaSources, installing: Installing): Promise<number> {
  if ((await wheelBeside(requirement, beside)) !== undefined) return 0;
  const usual = Object.entries(usualSizes).find(([name]) => requirement.project.includes(name))?.[1] ?? 3e6;
  const listed = await listedWheel(requirement, installing).catch(() => null);
  installing.signal.throwIfAborted();
  return listed?.size ?? usual;
}
