import { version } from '../../package.json';
import { nearestName } from '../experiments/nearest';
import { InputError } from '../protocol/inputError';
import { asksForHelp, parseArguments } from './arguments';
import type { Command } from './command';
import { commandTable } from './commandTable';
import { explanation, overview } from './help';
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
      terminal.print(rest.length > 0 ? explanation((await findCommand(rest)).command) : await describeCommands());
      return exitStatus.done;
    case '--version':
      terminal.print(version);
      return exitStatus.done;
  }
  const { command, given } = await findCommand(words);
  if (asksForHelp(given)) {
    terminal.print(explanation(command));
    return exitStatus.done;
  }
  await command.run(terminal, parseArguments(command, given));
  return exitStatus.done;
}

async function describeCommands(): Promise<string> {
  return overview(await Promise.all(Object.values(commandTable).map(load => load())));
}

/** The command that the words begin with, whose name is of one word or two, and what it is given. */
async function findCommand(words: readonly string[]): Promise<{ command: Command; given: readonly string[] }> {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    if (Object.hasOwn(commandTable, name)) return { command: await commandTable[name](), given: words.slice(length) };
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

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function describeFailure(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`;
  return verbose ? (error.stack ?? error.message) : `Failed: ${error.message} (--verbose says where.)`;
}
