import { InputError } from '../../protocol/inputError';
import type { Program } from '../probing/program';
import { reasonOf } from './installing';
import type { Device, Recipe } from './recipe';

/** What an installation of TensorFlow is made with, wherever it comes from. */
export interface SourceParts {
  readonly device: Device;
  readonly compiler: readonly string[] | undefined;
  /** A folder for what is only needed on the way. */
  readonly work: string;
  readonly recipe: Recipe;
  readonly program: Program;
}

/** TensorFlow on this machine, from one source or another, ready to be unpacked. */
export interface PreparedSource {
  /** Of TensorFlow. */
  readonly version: string;
  /** Fills an installation's folder. @returns what it was made from, for its record */
  fill(folder: string): Promise<Readonly<Record<string, string>>>;
  /** Removes what was fetched for it. */
  clear(): Promise<void>;
}

/** Why TensorFlow can't be had from a source, apart from what a person can do about it. */
export class SourceFailure extends InputError {
  /** @param reason as a sentence goes on, without its end @param remedy as it goes on after a colon, without a full stop */
  constructor(
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(`${reason.replace(/^there\b/, 'There')}: ${remedy}.`);
  }
}

/** The reason, without the remedy where they can be told apart, and without a full stop. */
export const reasonFor = (error: Error): string => (error instanceof SourceFailure ? error.reason : reasonOf(error));
