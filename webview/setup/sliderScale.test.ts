import { expect, test } from 'vitest';
import { nextPosition, positionOf, sliderSteps, valueAt } from './sliderScale';

const prompts = { whole: true, slider: { minimum: 1, maximum: 1000, log: true } };
const dropout = { whole: false, slider: { minimum: 0, maximum: 0.9, log: false } };
const rate = { whole: false, slider: { minimum: 1e-5, maximum: 1, log: true } };

test.each([prompts, dropout, rate])('the ends of a slider are the ends of its range (case %#)', control => {
  expect(valueAt(0, control)).toBe(control.slider.minimum);
  expect(valueAt(sliderSteps, control)).toBe(control.slider.maximum);
});

test('whole numbers stay whole, and others have the digits that a person would write', () => {
  for (let position = 0; position <= sliderSteps; position++) {
    expect(Number.isInteger(valueAt(position, prompts))).toBe(true);
    expect(String(valueAt(position, dropout)).length).toBeLessThanOrEqual(4);
    expect(valueAt(position, rate).toExponential().length).toBeLessThanOrEqual(6);
  }
});

test('a value stands where it is found again, and one beyond the range at its end', () => {
  expect(valueAt(positionOf(10, prompts), prompts)).toBe(10);
  expect(valueAt(positionOf(0.1, dropout), dropout)).toBeCloseTo(0.1, 1);
  expect(positionOf(5000, prompts)).toBe(sliderSteps);
  expect(positionOf(0, rate)).toBe(0);
});

test('a key press moves to the next value, however many places share one', () => {
  const position = positionOf(1, prompts);
  expect(valueAt(nextPosition(position, 1, prompts), prompts)).toBe(2);
  expect(nextPosition(sliderSteps, 1, prompts)).toBe(sliderSteps);
  expect(nextPosition(0, -1, prompts)).toBe(0);
});
