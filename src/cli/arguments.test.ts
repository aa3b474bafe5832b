import { expect, test } from 'vitest';
import { InputError } from '../protocol/inputError';
import { asksForHelp, parseArguments } from './arguments';
import { type Positional, defineCommand } from './command';
import type { Context } from './context';
import { choice, flag, optionalText, requiredText, texts, wholeNumber } from './options';

const context: Context = {
  print: () => undefined,
  json: () => undefined,
  note: () => undefined,
  style: { bold: text => text, faint: text => text },
  interruption: () => new AbortController().signal,
};

/** Parses and reads words as a command of many kinds of options would. */
async function read(words: readonly string[], positionals: readonly Positional[] = []) {
  let seen: unknown;
  const command = defineCommand({
    name: 'paint',
    summary: 'Paint.',
    positionals,
    options: {
      colour: requiredText({ placeholder: 'NAME', help: 'What to paint with.' }),
      note: optionalText({ placeholder: 'TEXT', help: 'A note.' }),
      layer: texts({ placeholder: 'NAME', help: 'A layer.' }),
      coats: wholeNumber({ default: 2, minimum: 1, maximum: 9, help: 'Coats.' }),
      finish: choice(['matt', 'gloss'], { help: 'The finish.' }),
      json: flag('JSON.'),
    },
    run: async (_, args) => {
      seen = args;
    },
  });
  await command.run(context, parseArguments(command, words));
  return seen;
}

test('what is not given has its default', async () => {
  expect(await read(['--colour', 'red'])).toEqual({
    options: { colour: 'red', note: undefined, layer: [], coats: 2, finish: 'matt', json: false },
    positionals: [],
  });
});

test('options are read in either spelling, lists in order, single values last', async () => {
  const words = '--colour=a=b --layer one --json --layer=two --coats 3 --finish gloss --coats 4 --note=-1'.split(' ');
  expect(await read(words)).toMatchObject({
    options: { colour: 'a=b', note: '-1', layer: ['one', 'two'], coats: 4, finish: 'gloss', json: true },
  });
});

test.each([
  ['--color red', 'paint has no flag --color: did you mean --colour?'],
  ['--zebra', 'paint has no flag --zebra: see "visual-tuning help paint" for its flags.'],
  ['-c red', 'paint has no flag -c: see "visual-tuning help paint" for its flags.'],
  ['--toString', 'paint has no flag --toString: see "visual-tuning help paint" for its flags.'],
  ['--colour', '--colour needs a value: write --colour=NAME.'],
  ['--colour --json', '--colour needs a value, but --json follows it: write --colour=NAME.'],
  ['--colour=', '--colour is empty: give it a value.'],
  ['--json=yes --colour red', '--json takes no value: write --json alone.'],
  ['--json', '--colour NAME is missing: What to paint with.'],
  ['--colour red --coats 1.5', '--coats is "1.5" but must be a whole number (1 to 9).'],
  ['--colour red --coats=', '--coats is "" but must be a whole number (1 to 9).'],
  ['--colour red --coats 10', '--coats is "10" but must be a whole number (1 to 9).'],
  ['--colour red --finish glos', '--finish is "glos" but must be matt or gloss; did you mean gloss?'],
  ['--colour red stray', 'paint has no use for "stray": see "visual-tuning help paint" for what it takes.'],
])('"%s" is refused in one sentence', async (words, sentence) => {
  const refused = read(words.split(' '));
  await expect(refused).rejects.toBeInstanceOf(InputError);
  await expect(refused).rejects.toThrow(sentence);
});

const wall = { name: 'WALL', help: 'What to paint.' };

test('arguments without a flag may be anywhere, and after -- they may look like flags', async () => {
  const words = ['north', '--colour', 'red', '--', '--east'];
  const positionals = [wall, { ...wall, name: 'OTHER', optional: true }];
  expect(await read(words, positionals)).toMatchObject({ positionals: ['north', '--east'] });
  expect(await read(['north', '--colour', 'red'], positionals)).toMatchObject({ positionals: ['north'] });
});

test('a repeated argument takes what is left, and needs one', async () => {
  const positionals = [{ ...wall, repeated: true }];
  expect(await read(['a', 'b', '--colour', 'red', 'c'], positionals)).toMatchObject({ positionals: ['a', 'b', 'c'] });
  await expect(read(['--colour', 'red'], positionals)).rejects.toThrow('paint needs WALL: What to paint.');
});

test('help is asked for anywhere before --', () => {
  expect(asksForHelp(['x', '--json', '--help'])).toBe(true);
  expect(asksForHelp(['-h'])).toBe(true);
  expect(asksForHelp(['x', '--', '--help'])).toBe(false);
});
