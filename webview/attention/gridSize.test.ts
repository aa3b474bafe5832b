import { expect, test } from 'vitest';
import { cellAt, cellBeside, gridSize, namedEvery } from './gridSize';

test('two hundred columns fit into what a few are given, and a cell can still be pointed at', () => {
  const { cellWidth, cellHeight } = gridSize(12, 200);
  expect(gridSize(12, 100).cellWidth * 100).toBeLessThanOrEqual(480);
  expect(cellWidth).toBeGreaterThanOrEqual(3);
  expect(cellHeight).toBe(14);
  expect(gridSize(200, 200).cellHeight).toBe(cellWidth);
});

test('a place is that of the cell under it, and of none beside the cells', () => {
  const size = gridSize(4, 50);
  const { left, top, cellWidth, cellHeight } = size;
  expect(cellAt(left + 7.5 * cellWidth, top + 2.1 * cellHeight, size)).toEqual({ row: 2, column: 7 });
  expect(cellAt(left - 1, top + 1, size)).toBeNull();
  expect(cellAt(left + 50 * cellWidth, top + 1, size)).toBeNull();
});

test('keys lead from cell to cell and stop at the edges', () => {
  const size = { rows: 4, columns: 50 };
  expect(cellBeside(null, 'ArrowDown', size)).toEqual({ row: 0, column: 0 });
  expect(cellBeside({ row: 3, column: 1 }, 'ArrowDown', size)).toEqual({ row: 3, column: 1 });
  expect(cellBeside({ row: 1, column: 1 }, 'End', size)).toEqual({ row: 1, column: 49 });
  expect(cellBeside({ row: 1, column: 1 }, 'x', size)).toBeNull();
});

test('names stand as close as they have room', () => {
  expect([14, 3].map(cell => namedEvery(cell, 14))).toEqual([1, 5]);
  expect(namedEvery(3, 34)).toBe(20);
});
