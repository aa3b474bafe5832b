import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { namesIn } from '../../storage/namesIn';
import { enginesFolder } from '../installation/dataFolder';
import { installations } from '../tensorflow/installation';
import { type CudaLibrary, type CudaNeeds, cudaNeeds } from './cudaNeeds';
import { findCudaProvider } from './cudaProvider';
import { loadLibrary } from './loadLibrary';
import { neededLibraries } from './neededLibraries';

/** Where a library of this name is in one place where they may be; undefined if it is not there. */
type Source = (name: string) => string | undefined;

/** Where NVIDIA's libraries for a version of CUDA are installed for ONNX Runtime. */
export const cudaFolder = (version: number, environment?: NodeJS.ProcessEnv): string =>
  join(enginesFolder(environment), `cuda-${version}`);

/** What the CUDA provider that is here needs of NVIDIA; null if there is none. */
export function presentCudaNeeds(environment: NodeJS.ProcessEnv = process.env): CudaNeeds | null {
  const library = findCudaProvider(environment)?.at(-1);
  return library === undefined ? null : cudaNeeds(neededLibraries(library));
}

/**
 * Where each of NVIDIA's libraries is found: on the system, in what TensorFlow was installed with, or in what was installed
 * for ONNX Runtime. The system's are loaded by being found.
 * @returns a path, a name that the system knows, or null where it is nowhere
 */
export function locateCudaLibraries(
  { version, libraries }: CudaNeeds,
  environment: NodeJS.ProcessEnv = process.env,
): { readonly library: CudaLibrary; readonly place: string | null }[] {
  const tensorflow = installations(environment).filter(folder => folder.endsWith('-cuda'));
  const others = [system, ...tensorflow.map(inFolder)];
  // cuDNN is named alike for every CUDA: it is only taken from where the CUDA is that the provider was built for.
  const fitting = others.filter(source => source(`libcudart.so.${version}`) !== undefined);
  const sources = [...fitting, inFolder(cudaFolder(version, environment))];
  return libraries.map(library => ({
    library,
    place: sources.reduce<string | undefined>((found, source) => found ?? source(library.name), undefined) ?? null,
  }));
}

/**
 * Loads NVIDIA's libraries, so that the CUDA provider finds them by name. What is nowhere to be found the provider
 * complains of itself.
 */
export function loadCudaLibraries(): void {
  const needs = presentCudaNeeds();
  if (needs === null) return;
  for (const { place } of locateCudaLibraries(needs)) {
    if (place === null) continue;
    for (const library of [...builtinsBeside(place), place]) loadLibrary(library);
  }
}

const system: Source = name => (loadLibrary(name) ? name : undefined);

/** A folder into which NVIDIA's wheels were unpacked. */
function inFolder(folder: string): Source {
  const folders = namesIn(join(folder, 'nvidia')).map(project => join(folder, 'nvidia', project, 'lib'));
  return name => folders.map(lib => join(lib, name)).find(path => existsSync(path));
}

/** What NVRTC opens by a name that has the minor version in it, and need not look beside itself for. */
function builtinsBeside(library: string): string[] {
  if (!isAbsolute(library) || !basename(library).startsWith('libnvrtc.')) return [];
  const names = namesIn(dirname(library)).filter(name => name.startsWith('libnvrtc-builtins.so'));
  return names.map(name => join(dirname(library), name));
}
