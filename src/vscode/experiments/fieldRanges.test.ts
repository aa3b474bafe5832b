import { expect, test } from 'vitest';
import { fieldRanges, rangeNamedBy } from './fieldRanges';

const text = `{
  "name": "a {[,:]} \\" b",
  "method": [{ "id": "lora", "targets": ["q", "v"] }, {}],
  "training": { "optimizer": { "learningRate": -1e-3 } },
  "empty": []
}`;
const at = (name: string, source = text) => {
  const range = fieldRanges(source).get(name);
  return range && source.slice(range.start, range.end);
};

test('every field and every element of a list has its place', () => {
  expect([...fieldRanges(text).keys()]).toEqual([
    'name',
    'method',
    'method[0]',
    'method[0].id',
    'method[0].targets',
    'method[0].targets[0]',
    'method[0].targets[1]',
    'method[1]',
    'training',
    'training.optimizer',
    'training.optimizer.learningRate',
    'empty',
  ]);
});

test('a plain field is key and value, whatever signs stand in its text', () => {
  expect(at('name')).toBe('"name": "a {[,:]} \\" b"');
  expect(at('training.optimizer.learningRate')).toBe('"learningRate": -1e-3');
});

test('an object or a list is its key alone, and in a list its bracket', () => {
  expect(at('training.optimizer')).toBe('"optimizer"');
  expect(at('method[0].targets')).toBe('"targets"');
  expect(at('method[1]')).toBe('{');
});

test('an element of a list is itself', () => {
  expect(at('method[0].targets[1]')).toBe('"v"');
});

test.each(['7', '"text"', '[]', '{}'])('%s has no fields', json => {
  expect(fieldRanges(json).size).toBe(0);
});

test.each([
  ['training.optimizer.learningRate is -1 but must be more', '"learningRate": -1e-3'],
  ['training.optimizer.momentum is missing: give a number', '"optimizer"'],
  ['method[0].targets[1] is "v" but must be "q"', '"v"'],
  ['names are not known here', '{'],
  ['the file holds [] but must be an object', '{'],
])('"%s" is about %s', (sentence, expected) => {
  const { start, end } = rangeNamedBy(sentence, text);
  expect(text.slice(start, end)).toBe(expected);
});
