import { chmod, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import type { Installing } from './installing';
import { type Requirement, obtainNvidiaWheel } from './nvidiaWheel';
import { isOpenedByName } from './recipe';
import { linkUnpackedWheel } from './unpackedWheels';
import { unpackAll } from './unpackWheel';
import type { Wheel } from './wheel';
import { readText, readZip } from './zipArchive';

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
  const sources = { work, ...(!wheel.fetched && { beside: dirname(wheel.path) }) };
  const opened: string[] = [];
  for (const requirement of requirements) {
    const linked = await linkUnpackedWheel(requirement, folder, installing.environment);
    if (linked !== undefined) {
      opened.push(...linked.filter(isOpenedByName));
      continue;
    }
    const { path, fetched } = await obtainNvidiaWheel(requirement, sources, installing);
    const files = [...(await readZip(path)).values()].filter(entry => isNeeded(entry.path));
    const placed = files.map(entry => [entry, join(folder, entry.path)] as const);
    await unpackAll(path, placed, requirement.project, installing);
    for (const [entry, place] of placed) if (isProgram(entry.path)) await chmod(place, 0o755);
    opened.push(...files.map(entry => entry.path).filter(isOpenedByName));
    if (fetched) await rm(path);
  }
  return opened;
}

/** The compiler of kernels, and what puts them together; TensorFlow runs them as programs. */
const isProgram = (path: string) => /^nvidia\/.*\/bin\/(ptxas|nvlink|fatbinary)$/.test(path);

/** Shared libraries, the programs and the library that these link kernels with. */
const isNeeded = (path: string) => isProgram(path) || /^nvidia\/.*(\.so(\.\d+)*|\/libdevice\.10\.bc)$/.test(path);
