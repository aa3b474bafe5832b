import { expect, test } from 'vitest';
import { fixturePath } from '../../../test/fixtures/vit/fixture';
import { openSafetensors } from '../checkpoint/safetensors';
import { resamplePositions } from './positions';

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index])), 0);

test.each([
  [4, 6],
  [14, 6],
  [14, 7],
  [7, 14],
  [3, 8],
  [16, 5],
  [5, 1],
  [1, 3],
])('positions of a grid of side %i become what timm makes of them for side %i', async (oldGrid, newGrid) => {
  const file = await openSafetensors(fixturePath('positions.safetensors'));
  const positions = await file.read(`${oldGrid}.${newGrid}.old`);
  const expected = await file.read(`${oldGrid}.${newGrid}.new`);
  await file.close();
  const resized = resamplePositions(positions, positions.length / (oldGrid ** 2 + 1), oldGrid, newGrid);
  expect(resized.length).toBe(expected.length);
  expect(largestDifference(resized, expected)).toBeLessThan(1e-6);
});

test('positions of the same grid stay as they are', () => {
  const positions = Float32Array.from({ length: 5 * 2 }, (_, index) => index);
  expect(resamplePositions(positions, 2, 2, 2)).toBe(positions);
});

test('prefix tokens are kept, and a flat grid stays flat at any size', () => {
  const positions = Float32Array.from([7, 8, ...Array.from({ length: 9 }, () => 0.5)]);
  const resized = resamplePositions(positions, 1, 3, 5, { prefix: 2 });
  expect([...resized.subarray(0, 2)]).toEqual([7, 8]);
  expect([...resized.subarray(2)]).toEqual(Array.from({ length: 25 }, () => 0.5));
});

test('a length that is not that of the grid is refused', () => {
  expect(() => resamplePositions(new Float32Array(9), 2, 2, 4)).toThrow(/no 2 x 2 positions/);
});

test("without antialiasing a pixel is made of PyTorch's four taps, those outside repeating the edge", () => {
  const unit = (index: number) => Float32Array.from({ length: 1 + 25 }, (_, i) => (i === 1 + index ? 1 : 0));
  const column = (index: number) =>
    [0, 1, 2].map(row => resamplePositions(unit(5 * index + 2), 1, 5, 3, { resampling: 'plain' })[1 + 3 * row + 1]);
  // torch.nn.functional.interpolate of 5 to 3 pixels, mode='bicubic', align_corners=False
  const expected = [
    [0.6852, 0, 0],
    [0.3704, 0, 0],
    [-0.0556, 1, -0.0556],
    [0, 0, 0.3704],
    [0, 0, 0.6852],
  ];
  expected.forEach((values, index) => {
    column(index).forEach((value, row) => {
      expect(value).toBeCloseTo(values[row], 4);
    });
  });
});
