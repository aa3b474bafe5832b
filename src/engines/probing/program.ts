/** How the command line is started once more, in a process of its own. */
export interface Program {
  readonly command: string;
  /** What comes before its own words. */
  readonly words: readonly string[];
}

/** The command line that this process is. */
export const thisProgram = (): Program => ({ command: process.execPath, words: [process.argv[1]] });
