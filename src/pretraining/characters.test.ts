import { expect, test } from 'vitest';
import { characterCategories } from './characters';

const characters = characterCategories.flatMap(category => [...category.characters]);

test('no category shows a digit, of any script, or the letter that is drawn as a 3', () => {
  expect(characters.filter(character => /\p{N}/u.test(character))).toEqual([]);
  expect(characters.filter(character => 'Зз'.includes(character))).toEqual([]);
});

test('no character is in two categories', () => {
  expect(new Set(characters).size).toBe(characters.length);
});

test('every Latin letter is in some category', () => {
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
  expect(alphabet.filter(letter => !characters.includes(letter))).toEqual([]);
});
