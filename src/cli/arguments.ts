import { parseArgs } from 'node:util';
import { nearestName } from '../experiments/nearest';
import { InputError } from '../protocol/inputError';
import type { Command, Positional, WrittenArguments } from './command';

/** The flags that every command knows. */
export const commonFlags = {
  help: 'Explain the command.',
  verbose: 'Show where in the program an unexpected failure came from.',
} as const;

/**
 * Takes a command's arguments apart. Every flag must be known and have its value; the values themselves are read later.
 * @throws {InputError} naming the flag, and the nearest known one
 */
export function parseArguments(command: Command, words: readonly string[]): WrittenArguments {
  const flags = Object.entries(command.options);
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries([
      ...Object.keys(commonFlags).map(name => [name, { type: 'boolean' }] as const),
      ...flags.map(([name, { kind }]) => [name, { type: kind === 'flag' ? 'boolean' : 'string' }] as const),
    ]),
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') {
      const value = valueOf(command, token);
      values.set(token.name, [...(values.get(token.name) ?? []), value]);
    }
  }
  checkCount(command, positionals);
  return { values, positionals };
}

/** Whether help is asked for, among whatever else. */
export function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const flags = end < 0 ? words : words.slice(0, end);
  return flags.includes('--help') || flags.includes('-h');
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string;
  readonly inlineValue?: boolean;
}

function valueOf(command: Command, { name, rawName, value, inlineValue }: OptionToken): string {
  if (Object.hasOwn(commonFlags, name)) return '';
  if (!Object.hasOwn(command.options, name) || !rawName.startsWith('--')) throw unknownFlag(command, rawName);
  const { kind, placeholder } = command.options[name];
  if (kind === 'flag') {
    if (value === undefined) return '';
    throw new InputError(`${rawName} takes no value: write ${rawName} alone.`);
  }
  if (value === undefined || (!inlineValue && /^-./.test(value))) {
    const found = value === undefined ? '' : `, but ${value} follows it`;
    throw new InputError(`${rawName} needs a value${found}: write ${rawName}=${placeholder}.`);
  }
  return value;
}

function unknownFlag(command: Command, flag: string): InputError {
  const name = flag.replace(/^-+/, '');
  const [standIn] = Object.values(command.options).flatMap(option => option.standsIn?.(name) ?? []);
  const nearest = nearestName(name, [...Object.keys(command.options), ...Object.keys(commonFlags)]);
  const meant = standIn ?? (nearest === undefined ? undefined : `--${nearest}`);
  const advice =
    meant === undefined ? `see "visual-tuning help ${command.name}" for its flags.` : `did you mean ${meant}?`;
  return new InputError(`${command.name} has no flag ${flag}: ${advice}`);
}

function checkCount({ name, positionals }: Command, given: readonly string[]): void {
  const missing: Positional | undefined = positionals[given.length];
  if (missing !== undefined && !missing.optional && !(missing.repeated && given.length >= positionals.length)) {
    throw new InputError(`${name} needs ${missing.name}: ${missing.help}`);
  }
  if (given.length > positionals.length && !positionals.at(-1)?.repeated) {
    const stray = JSON.stringify(given[positionals.length]);
    throw new InputError(`${name} has no use for ${stray}: see "visual-tuning help ${name}" for what it takes.`);
  }
}
