import { expect, test } from 'vitest';
import { parseCards } from './cards';

test("cards are read from the lines of NVIDIA's tool", () => {
  expect(parseCards('NVIDIA H100 80GB HBM3, 550.54.15, 81559\nNVIDIA L4, 550.54.15, [N/A]\n\n')).toEqual([
    { name: 'NVIDIA H100 80GB HBM3', driver: '550.54.15', memoryBytes: 81559 * 2 ** 20 },
    { name: 'NVIDIA L4', driver: '550.54.15', memoryBytes: null },
  ]);
  expect(parseCards('No devices were found\n')).toEqual([]);
});
