import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where what was installed and measured is kept, for the command line and the editor alike: the folder that
 * VISUAL_TUNING_DATA names, else `visual-tuning` where the platform keeps the data of programs.
 */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (environment.VISUAL_TUNING_DATA) return environment.VISUAL_TUNING_DATA;
  return join(programData(environment, platform), 'visual-tuning');
}

function programData(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  switch (platform) {
    case 'win32':
      return environment.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support');
    default:
      return environment.XDG_DATA_HOME || join(homedir(), '.local', 'share');
  }
}

/** Holds one folder for each installed engine. */
export const enginesFolder = (environment?: NodeJS.ProcessEnv): string => join(dataFolder(environment), 'engines');

/** Holds downloads that are under way or were broken off. */
export const downloadsFolder = (environment?: NodeJS.ProcessEnv): string => join(dataFolder(environment), 'downloads');
