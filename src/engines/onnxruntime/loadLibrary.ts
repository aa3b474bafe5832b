import { constants } from 'node:os';

/** glibc's RTLD_NODELETE: Node closes a library that is no addon, which must stay all the same. */
const keep = 0x1000;

/**
 * Loads a shared library into this process for good: what asks for it by its name gets it from then on, wherever it lies.
 * @param library a path, or a name that the system looks up
 * @returns whether it is loaded
 */
export function loadLibrary(library: string): boolean {
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | keep);
    return true;
  } catch (error) {
    return error instanceof Error && error.message.includes('did not self-register');
  }
}
