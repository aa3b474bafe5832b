import { expect, test } from 'vitest';
import { seedsName } from './seedsName';

const nameOf = (...experiments: readonly (readonly [name: string, seed: number])[]) =>
  seedsName(experiments.map(([name, seed]) => ({ name, seed })));

const seeds: readonly { readonly stem: string; readonly of: readonly (readonly [name: string, seed: number])[] }[] = [
  {
    stem: 'vpt-deep',
    of: [
      ['vpt-deep-s0', 0],
      ['vpt-deep-s1', 1],
      ['vpt-deep-s12', 12],
    ],
  },
  {
    stem: 'lora',
    of: [
      ['lora seed=3', 3],
      ['lora seed=4', 4],
    ],
  },
  {
    stem: 'lora',
    of: [
      ['seed0_lora', 0],
      ['seed1_lora', 1],
    ],
  },
  {
    stem: 'lora-r8-digits',
    of: [
      ['lora-r8-s0-digits', 0],
      ['lora-r8-s8-digits', 8],
    ],
  },
  {
    stem: 'digits',
    of: [
      ['digits1', 1],
      ['digits2', 2],
    ],
  },
  {
    stem: 'run',
    of: [
      ['run-007', 7],
      ['run-010', 10],
    ],
  },
  {
    stem: 'lora',
    of: [
      ['lora', 0],
      ['lora', 1],
    ],
  },
];
test.each(seeds)('$stem is what the names of $of have in common without their seeds', ({ stem, of }) => {
  expect(nameOf(...of)).toBe(stem);
  expect(nameOf(...[...of].reverse())).toBe(stem);
});

test('names that differ by more are called by the words that they begin with', () => {
  expect(nameOf(['lora-first', 0], ['lora-second', 1])).toBe('lora');
  expect(nameOf(['lora', 0], ['lora again', 1])).toBe('lora');
});

test('the name of one seed is its own, and names that have nothing in common are none', () => {
  expect(nameOf(['vpt-deep-s0', 0])).toBe('vpt-deep-s0');
  expect(nameOf(['first', 0], ['second', 1])).toBeNull();
  expect(nameOf(['0', 0], ['1', 1])).toBeNull();
});
