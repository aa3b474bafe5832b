import { expect, test } from 'vitest';
import { largest } from './deviceMemory';
import { parseCards, parseProcesses } from './nvidiaSmi';

const mebibyte = 2 ** 20;

test('a card is read with its driver, memory and limit, and what it does not tell is null', () => {
  const text =
    'NVIDIA H100 80GB HBM3, 570.86.15, 81559, 4, 700.00\nNVIDIA Jetson, [N/A], [N/A], [Not Supported], [N/A]\n';
  expect(parseCards(text)).toEqual([
    {
      name: 'NVIDIA H100 80GB HBM3',
      driver: '570.86.15',
      memoryBytes: 81559 * mebibyte,
      usedBytes: 4 * mebibyte,
      powerLimitWatts: 700,
    },
    { name: 'NVIDIA Jetson', driver: null, memoryBytes: null, usedBytes: null, powerLimitWatts: null },
  ]);
});

test('an answer that is none has no cards', () => {
  expect(parseCards('')).toEqual([]);
  expect(parseCards('No devices were found\n')).toEqual([]);
});

test('what a process holds is added up, and one without a number is left out', () => {
  expect([...parseProcesses('4711, 5120\n4712, [N/A]\n4711, 10\n')]).toEqual([[4711, 5130 * mebibyte]]);
  expect(parseProcesses('').size).toBe(0);
});

test("the peak is the process's own where it was seen, and else how much more the card held than before", () => {
  const samples = [
    { process: 10, card: 500 },
    { process: 30, card: 900 },
    { process: null, card: 100 },
  ];
  expect(largest(100, samples)).toEqual({ bytes: 30, of: 'process' });
  expect(
    largest(
      100,
      samples.map(({ card }) => ({ process: null, card })),
    ),
  ).toEqual({ bytes: 800, of: 'card' });
  expect(largest(100, [{ process: null, card: 100 }])).toBeNull();
});
