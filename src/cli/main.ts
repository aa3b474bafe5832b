import { version } from '../../package.json';
import { nearestName } from '../experiments/nearest';
import { InputError } from '../protocol/inputError';
import { asksForHelp, parseArguments } from './arguments';
import type { Command } from './command';
import { commandTable, internalCommands } from './commandTable';
import { explanation, familyOf, overview } from './help';
import type { Terminal } from './terminal';
import { listOf } from './words';

/** What the process ends with. */
export const exitStatus = { done: 0, failed: 1, wrongUse: 2, interrupted: 130 } as const;

/** Runs what the words of a command line ask for; never throws. @returns the exit status. */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  const verbose = words.includes('--verbose') || Boolean(process.env.VISUAL_TUNING_DEBUG);
  try {
    const status = await dispatch(words, terminal);
    return terminal.interrupted ? exitStatus.interrupted : status;
  } catch (error) {
    if (error instanceof InputError) {
      terminal.note(error.message);
      return exitStatus.wrongUse;
    }
    if (terminal.interrupted && isAbort(error)) return exitStatus.interrupted;
    terminal.note(describeFailure(error, verbose));
    return exitStatus.failed;
  }
}

async function dispatch(words: readonly string[], terminal: Terminal): Promise<number> {
  const [first, ...rest] = words;
  switch (first) {
    case undefined:
      terminal.note(await describeCommands());
      return exitStatus.wrongUse;
    case 'help':
    case '--help':
    case '-h':
      terminal.print(rest.length > 0 ? await helpOn(rest) : await describeCommands());
      return exitStatus.done;
    case '--version':
      terminal.print(version);
      return exitStatus.done;
  }
  if (asksForHelp(rest)) {
    terminal.print(await helpOn(words));
    return exitStatus.done;
  }
  const { command, given } = await findCommand(words);
  await command.run(terminal, parseArguments(command, given));
  return exitStatus.done;
}

async function describeCommands(): Promise<string> {
  return overview(await Promise.all(Object.values(commandTable).map(load => load())));
}

/** The commands of two words that a word begins. */
async function commandsUnder(word: string): Promise<Command[]> {
  const names = Object.keys(commandTable).filter(name => name.startsWith(`${word} `));
  return Promise.all(names.map(name => commandTable[name]()));
}

/** Explains the command that the words begin with, or the commands that their first one begins. */
async function helpOn(words: readonly string[]): Promise<string> {
  const [first, second] = words;
  const family = await commandsUnder(first);
  const isFamilyAlone = second === undefined || second.startsWith('-');
  if (isFamilyAlone && family.length > 0 && !Object.hasOwn(commandTable, first)) return familyOf(family);
  const { command } = await findCommand(words);
  return explanation(command, await commandsUnder(command.name));
}

/** The command of two words that was meant, where the first of them is a command itself and takes no arguments. */
function misspelt({ name, positionals }: Command, [second]: readonly string[]): string | undefined {
  if (positionals.length > 0 || second === undefined || second.startsWith('-')) return undefined;
  const longer = Object.keys(commandTable).filter(candidate => candidate.startsWith(`${name} `));
  return nearestName(`${name} ${second}`, longer);
}

/** The command that the words begin with, whose name is of one word or two, and what it is given. */
async function findCommand(words: readonly string[]): Promise<{ command: Command; given: readonly string[] }> {
  const all = { ...commandTable, ...internalCommands };
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    if (!Object.hasOwn(all, name)) continue;
    const [command, given] = [await all[name](), words.slice(length)];
    const meant = misspelt(command, given);
    if (meant !== undefined) throw new InputError(`Unknown command ${name} ${given[0]}: did you mean ${meant}?`);
    return { command, given };
  }
  const [name] = words;
  const known = Object.keys(commandTable);
  const longer = known.filter(candidate => candidate.startsWith(`${name} `));
  const meant = nearestName(name, [...known, '--help', '--version']);
  const advice =
    longer.length > 0
      ? `write ${listOf(longer, 'or')}.`
      : meant === undefined
        ? 'see "visual-tuning help" for the commands.'
        : `did you mean ${meant}?`;
  throw new InputError(
    name.startsWith('-') ? `Unknown flag ${name} before the command: ${advice}` : `Unknown command ${name}: ${advice}`,
  );
}

/** Errors whose sentence says what to do: where in the program it was noticed is nothing to a person. */
const sentencesAlone: readonly string[] = ['DivergedTraining', 'DiskFull'];

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function describeFailure(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`;
  if (verbose) return error.stack ?? error.message;
  return sentencesAlone.includes(error.name)
    ? `Failed: ${error.message}`
    : `Failed: ${error.message} (--verbose says where.)`;
}
