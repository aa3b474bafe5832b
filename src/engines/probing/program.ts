import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** How the command line is started once more, in a process of its own. */
export interface Program {
  readonly command: string;
  /** What comes before its own words. */
  readonly words: readonly string[];
}

/** The command line that this process is. */
export const thisProgram = (): Program => ({ command: process.execPath, words: [process.argv[1]] });

/** The bundle of the command line in the folder of this process's own; undefined where the sources are run. */
export function commandLineBeside(): Program | undefined {
  const script = join(__dirname, 'cli.js');
  return existsSync(script) ? { command: process.execPath, words: [script] } : undefined;
}
