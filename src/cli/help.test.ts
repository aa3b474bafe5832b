import { expect, test } from 'vitest';
import { commandTable, internalCommands } from './commandTable';
import { explanation, overview, usageOf } from './help';

const commands = await Promise.all(
  Object.entries({ ...commandTable, ...internalCommands }).map(async ([name, load]) => [name, await load()] as const),
);

test.each(commands)('%s is in the table under its own name', (name, command) => {
  expect(command.name).toBe(name);
});

test.each(commands)('the help of %s explains each of its flags and arguments', (name, command) => {
  const text = explanation(command);
  expect(text).toContain(`visual-tuning ${name}`);
  for (const flag of Object.keys(command.options)) expect(text).toContain(`--${flag}`);
  for (const positional of command.positionals) expect(text).toContain(positional.help);
});

test.each(commands)(
  '%s says what it does, and what each flag does, in one line that ends in a full stop',
  (_, command) => {
    const sentences = [command.summary, ...Object.values(command.options).map(({ help }) => help)];
    expect(sentences.filter(sentence => !/^\S[^\n]{5,110}[.0-9]$/.test(sentence))).toEqual([]);
  },
);

test('the overview has a line for each command', () => {
  const lines = overview(commands.map(([, command]) => command)).split('\n');
  for (const [name, { summary }] of commands) {
    expect(lines.filter(line => line.startsWith(`  ${name} `) && line.endsWith(summary))).toHaveLength(1);
  }
});

test('usage puts what must be given first and what may be left out in brackets', () => {
  const usage = Object.fromEntries(commands.map(([name, command]) => [name, usageOf(command)]));
  expect(usage.params).toBe(
    'visual-tuning params --backbone ID --method ID … [--set KEY=VALUE …] [--classes N] [--json]',
  );
  expect(usage.sample).toBe('visual-tuning sample NAME [DIR]');
});
