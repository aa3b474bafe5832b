import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { classNames } from '../../data/imageFolder';
import { InputError } from '../../protocol/inputError';

/** What the head is counted for when the images can't be read: the default of the command line. */
const assumedClasses = 10;

/** Milliseconds for which a folder that was looked at is not looked at again: a slider asks many times a second. */
const fresh = 2000;

/** How many classes the head tells apart, and that in words. */
export interface ClassCount {
  readonly count: number;
  readonly words: string;
  /** Whether the images could not be looked at. */
  readonly isAssumed: boolean;
}

/** Counts the classes of image folders, without looking for images. */
export class ClassCounter {
  private readonly known = new Map<string, { readonly at: number; readonly names: Promise<readonly string[]> }>();

  /** @param path as an experiment names it, relative to the folder of the experiment file */
  async count(path: string, experimentFile: string): Promise<ClassCount> {
    const folder = resolve(dirname(experimentFile), path);
    try {
      const { length: count } = await this.names(folder);
      return { count, words: vscode.l10n.t('{0} classes in {1}', count, basename(folder)), isAssumed: false };
    } catch (error) {
      this.known.delete(folder);
      if (!(error instanceof InputError)) throw error;
      const words = vscode.l10n.t('{0} classes assumed: {1}', assumedClasses, error.message);
      return { count: assumedClasses, words, isAssumed: true };
    }
  }

  private names(folder: string): Promise<readonly string[]> {
    const known = this.known.get(folder);
    if (known && performance.now() - known.at < fresh) return known.names;
    const names = classNames(folder);
    this.known.set(folder, { at: performance.now(), names });
    return names;
  }
}
