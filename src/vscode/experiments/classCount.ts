import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { scanImageFolder } from '../../data/imageFolder';
import { InputError } from '../../protocol/inputError';

/** What the head is counted for when the images can't be read: the default of the command line. */
const assumedClasses = 10;

/** How many classes the head tells apart, and that in words. */
export interface ClassCount {
  readonly count: number;
  readonly words: string;
}

/** Counts the classes in image folders, each folder once unless it could not be read. */
export class ClassCounter {
  private readonly known = new Map<string, Promise<number>>();

  /** @param path as an experiment names it, relative to the folder of the experiment file */
  async count(path: string, experimentFile: string): Promise<ClassCount> {
    const folder = resolve(dirname(experimentFile), path);
    try {
      const counting = this.known.get(folder) ?? scanImageFolder(folder).then(({ classes }) => classes.length);
      this.known.set(folder, counting);
      const count = await counting;
      return { count, words: vscode.l10n.t('{0} classes in {1}', count, basename(folder)) };
    } catch (error) {
      this.known.delete(folder);
      if (!(error instanceof InputError)) throw error;
      const words = vscode.l10n.t('{0} classes assumed: {1}', assumedClasses, error.message);
      return { count: assumedClasses, words };
    }
  }
}
