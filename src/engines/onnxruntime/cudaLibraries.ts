import { readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { installations } from '../tensorflow/installation';

/** What ONNX Runtime's CUDA provider is linked with, each after those that it needs itself. */
const needed = [
  'libcudart.so.12',
  'libnvrtc.so.12',
  'libcublasLt.so.12',
  'libcublas.so.12',
  'libcurand.so.10',
  'libcufft.so.11',
  'libcudnn.so.9',
];

/** glibc's RTLD_NODELETE: Node closes a library that is no addon, which must stay all the same. */
const keep = 0x1000;

/**
 * Loads NVIDIA's libraries, so that the CUDA provider finds them by name: the system's, else those that TensorFlow was
 * installed with. What is nowhere to be found the provider complains of itself.
 */
export function loadCudaLibraries(folders: readonly string[] = installedFolders()): void {
  for (const name of needed) [name, ...folders.map(folder => join(folder, name))].some(loads);
}

function loads(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | keep);
    return true;
  } catch (error) {
    return error instanceof Error && error.message.includes('did not self-register');
  }
}

/** The folders of NVIDIA's wheels in the installations of TensorFlow with CUDA. */
function installedFolders(): string[] {
  return installations()
    .filter(folder => folder.endsWith('-cuda'))
    .flatMap(folder => namesIn(join(folder, 'nvidia')).map(project => join(folder, 'nvidia', project, 'lib')));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
