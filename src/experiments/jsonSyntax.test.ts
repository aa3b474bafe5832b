import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSyntaxProblem } from './jsonSyntax';

test.each([
  ['a trailing comma', '{\n  "a": 1,\n}', 3, 1, 'expected a field name in double quotes but found "}"'],
  ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 3, 3, 'expected "," or "}" but found "b"'],
  ['a missing value', '{"a": }', 1, 7, 'expected a value but found "}"'],
  ['a missing colon', '{"a" 1}', 1, 6, 'expected ":" but found "1"'],
  ['single quotes', "{'a': 1}", 1, 2, `expected a field name in double quotes or "}" but found "'"`],
  ['a comment', '[1, // one\n2]', 1, 5, 'expected a value but found "/"'],
  ['a list that never ends', '[1, 2', 1, 6, 'expected "," or "]" but the file ends'],
  ['nothing', '', 1, 1, 'expected a value but the file ends'],
  ['something after the end', '{} x', 1, 4, 'expected the end of the file but found "x"'],
  ['a number of octal looks', '[1, 012]', 1, 5, 'expected a value but found "0"'],
])('%s is found where it is', (_, text, line, column, message) => {
  expect(findSyntaxProblem(text)).toEqual({ line, column, message });
});

test('whatever JSON.stringify writes has no problem', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(4), (json, indent) => {
      expect(findSyntaxProblem(JSON.stringify(JSON.parse(json), null, indent))).toBeUndefined();
    }),
  );
});

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('a text with one character replaced or removed is judged as JSON.parse judges it', () => {
  const character = fc.constantFrom(...'{}[],:"\\ \n\t\u0001u0123456789.-+eEtrufalsn', '');
  fc.assert(
    fc.property(fc.json(), fc.nat(), character, (json, position, replacement) => {
      const at = position % json.length;
      const text = json.slice(0, at) + replacement + json.slice(at + 1);
      expect(findSyntaxProblem(text) === undefined).toBe(isJson(text));
    }),
    { numRuns: 2000 },
  );
});
