import { readFileSync } from 'node:fs';

/**
 * Milliseconds for which the main thread of this process was ready to run while others had the processor, since its start:
 * what a measurement leaves out that is to tell of the program and not of how busy the machine is. 0 where the system
 * doesn't say (Linux does, in `/proc/self/schedstat`).
 */
export function starvedMilliseconds(): number {
  try {
    const [, waited] = readFileSync('/proc/self/schedstat', 'utf8').split(' ');
    return Number(waited) / 1e6;
  } catch {
    return 0;
  }
}
