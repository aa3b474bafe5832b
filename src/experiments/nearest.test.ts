import { expect, test } from 'vitest';
import { nameDistance, nearestName } from './nearest';

test.each([
  ['learnRate', 'learningRate'],
  ['learning_rate', 'learningRate'],
  ['lr', 'learningRate'],
  ['wd', 'weightDecay'],
  ['batch', 'batchSize'],
  ['epoch', 'epochs'],
])('%s is taken for %s', (given, meant) => {
  const known = ['epochs', 'batchSize', 'learningRate', 'weightDecay', 'schedule', 'seed'];
  expect(nearestName(given, known)).toBe(meant);
});

test('two letters in the wrong order are one mistake', () => {
  expect(nearestName('rnu', ['run', 'resume', 'compare'])).toBe('run');
  expect(nameDistance('rnu', 'run')).toBeCloseTo(1 / 3);
});

test('a name that resembles none is taken for none', () => {
  expect(nearestName('colour', ['epochs', 'batchSize', 'schedule'])).toBeUndefined();
  expect(nearestName('colour', [])).toBeUndefined();
});

test('case and punctuation are no distance, and nothing in common is the whole', () => {
  expect(nameDistance('Weight_Decay', 'weightDecay')).toBe(0);
  expect(nameDistance('abc', 'xyz')).toBe(1);
});
