import { InputError } from '../protocol/inputError';
import type { Context } from './context';

/** The declaration of one flag of a command: parsing and help follow from it. Made by the functions of options.ts. */
export interface Option<T> {
  /** `flag` takes no value; `value` takes one, the last if repeated; `list` may be repeated. */
  readonly kind: 'flag' | 'value' | 'list';
  /** What help calls the value, for example `ID` or `N`. */
  readonly placeholder: string;
  /** One line for a person. */
  readonly help: string;
  readonly required: boolean;
  /** What to write with this flag in the place of one that is not known, such as `--set rank=VALUE` for `--rank`. */
  standsIn?(unknown: string): string | undefined;
  /**
   * The value from what was written, in order; nothing if the flag was left out.
   * @throws {InputError} a sentence that names the flag
   */
  read(given: readonly string[], flag: string): T;
}

/** An argument without a flag. */
export interface Positional {
  /** As help writes it, for example `EXPERIMENT`. */
  readonly name: string;
  readonly help: string;
  readonly optional?: boolean;
  /** Takes all that are left; the last one alone may. */
  readonly repeated?: boolean;
}

/** What a command is given: a value for each of its options, and the arguments without a flag. */
export interface Arguments<V> {
  readonly options: V;
  /** As many as the declaration asks for; optional ones may be absent. */
  readonly positionals: readonly string[];
}

/** A command: one file that exports one of these, through `defineCommand`. */
export interface Declaration<V extends Record<string, unknown>> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Paragraphs for the command's own help. */
  readonly details?: readonly string[];
  /** By the name of the flag, without its dashes. */
  readonly options: { readonly [K in keyof V]: Option<V[K]> };
  readonly positionals?: readonly Positional[];
  /** Command lines for help, without the program's name. */
  readonly examples?: readonly string[];
  /** Imports what is slow to load when it is called, so that help and the other commands start fast. */
  run(context: Context, args: Arguments<V>): Promise<void>;
}

/** What was written on the command line, not yet read. */
export interface WrittenArguments {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
}

/** A command whose options have been forgotten by type: what the frame parses for, runs and explains. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly details: readonly string[];
  readonly options: Readonly<Record<string, Option<unknown>>>;
  readonly positionals: readonly Positional[];
  readonly examples: readonly string[];
  /** @throws {InputError} if an option's value can't be read, before anything is done */
  run(context: Context, written: WrittenArguments): Promise<void>;
}

/** Declares a command; the types of the values that it runs with follow from its options. */
export function defineCommand<V extends Record<string, unknown>>(declaration: Declaration<V>): Command {
  const { details = [], positionals = [], examples = [], options } = declaration;
  return {
    ...declaration,
    details,
    positionals,
    examples,
    options,
    run: async (context, written) =>
      declaration.run(context, { options: readOptions(options, written), positionals: written.positionals }),
  };
}

function readOptions<V extends Record<string, unknown>>(
  options: Declaration<V>['options'],
  { values }: WrittenArguments,
): V {
  const read: Partial<V> = {};
  for (const name in options) {
    const { required, placeholder, help } = options[name];
    const given = values.get(name) ?? [];
    if (required && given.length === 0) throw new InputError(`--${name} ${placeholder} is missing: ${help}`);
    read[name] = options[name].read(given, `--${name}`);
  }
  if (!isComplete<V>(read, Object.keys(options))) throw new Error('An option was not read.');
  return read;
}

function isComplete<V extends object>(values: Partial<V>, names: readonly string[]): values is V {
  return names.every(name => name in values);
}
