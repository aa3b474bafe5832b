import { commonFlags } from './arguments';
import type { Command, Option, Positional } from './command';
import { pairs, wrapped } from './table';

const program = 'visual-tuning';

const indented = (text: string) => text.replace(/^(?=.)/gm, '  ');

/** How a command is written: its name, its arguments, and its flags, those that may be left out in brackets. */
export function usageOf({ name, positionals, options }: Command): string {
  const words = [
    ...positionals.map(usageOfPositional),
    ...Object.entries(options)
      .sort(([, a], [, b]) => Number(b.required) - Number(a.required))
      .map(usageOfOption),
  ];
  return [program, name, ...words].join(' ');
}

function usageOfPositional({ name, optional, repeated }: Positional): string {
  const word = repeated ? `${name}…` : name;
  return optional ? `[${word}]` : word;
}

function usageOfOption([name, { kind, placeholder, required }]: readonly [string, Option<unknown>]): string {
  const word = kind === 'flag' ? `--${name}` : `--${name} ${placeholder}`;
  const repeated = kind === 'list' ? `${word} …` : word;
  return required ? repeated : `[${repeated}]`;
}

const list = (commands: readonly Pick<Command, 'name' | 'summary'>[]) =>
  `Commands\n${indented(pairs(commands.map(({ name, summary }) => [name, summary] as const)))}`;

/** What `visual-tuning help` prints of a word that several commands begin with and that is none itself. */
export function familyOf(commands: readonly Command[]): string {
  return [`Usage\n${commands.map(command => wrapped(usageOf(command), '  ')).join('\n')}`, list(commands)].join('\n\n');
}

/** What `visual-tuning help` prints. */
export function overview(commands: readonly Pick<Command, 'name' | 'summary'>[]): string {
  return [
    'Adapt large pre-trained vision models to your own images by training few or none of their parameters.',
    `Usage\n  ${program} COMMAND [ARGUMENTS] [FLAGS]`,
    list(commands),
    `"${program} help COMMAND" explains one of them, and "${program} --version" says which version this is.`,
    'Exit status: 0 done, 1 failed, 2 wrong use or bad input, 130 interrupted.',
  ].join('\n\n');
}

/** What `visual-tuning help COMMAND` prints. @param longer the commands whose names begin with this one's */
export function explanation(command: Command, longer: readonly Command[] = []): string {
  const { summary, details, positionals, options, examples } = command;
  const flags = [
    ...Object.entries(options).map(([name, { kind, placeholder, help }]): [string, string] => [
      kind === 'flag' ? `--${name}` : `--${name} ${placeholder}`,
      help,
    ]),
    ...Object.entries(commonFlags).map(([name, help]): [string, string] => [`--${name}`, help]),
  ];
  return [
    wrapped(summary),
    `Usage\n${wrapped(usageOf(command), '  ')}`,
    ...(positionals.length > 0
      ? [`Arguments\n${indented(pairs(positionals.map(({ name, help }) => [name, help] as const)))}`]
      : []),
    `Flags\n${indented(pairs(flags))}`,
    ...details.map(paragraph => wrapped(paragraph)),
    ...(longer.length > 0 ? [list(longer)] : []),
    ...(examples.length > 0 ? [`Examples\n${examples.map(example => `  ${program} ${example}`).join('\n')}`] : []),
  ].join('\n\n');
}
