import { expect, test } from 'vitest';
import { promptOrder } from './promptOrder';

const shares = Float32Array.of(0.1, 0.4, 0.1, 0.2);

test('prompts stand by their numbers, or those first that the class token attends to most', () => {
  expect(promptOrder(shares, 'number')).toEqual([0, 1, 2, 3]);
  expect(promptOrder(shares, 'attention')).toEqual([1, 3, 0, 2]);
});
