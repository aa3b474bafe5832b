/** A script's part of a font package's files, as @fontsource names them. */
export type FontSubset = 'latin' | 'greek' | 'cyrillic' | 'devanagari' | 'thai' | 'hebrew';

/** Characters that make one category: forms that a tight box makes alike, such as c and C, go together. */
export interface CharacterCategory {
  readonly subset: FontSubset;
  readonly characters: string;
}

const split = (subset: FontSubset, groups: string): CharacterCategory[] =>
  groups.split(' ').map(characters => ({ subset, characters }));

/** Characters of a range of code points, each a category of its own. */
const range = (subset: FontSubset, first: number, last: number): CharacterCategory[] =>
  Array.from({ length: last - first + 1 }, (_, i) => ({ subset, characters: String.fromCodePoint(first + i) }));

const latin = split(
  'latin',
  'A a B b cC D d E e F f G g H h Il i J j K k M m N n oO pP Q q R r sS T t uU vV wW xX Y y zZ L',
);
const symbols = split('latin', '? ! & @ # $ + = * / ( [ { < ~ ^ € £ § ¶ ¥ © ß æ Æ ø Ø þ œ');
const cyrillic = split('cyrillic', 'Б б Гг Д д Жж Ии Лл Пп тТ Фф Цц Чч Шш Щщ Ъъ Ыы Ээ Юю Яя');
const greek = split('greek', 'Δ Θ Λ Ξ Σ Ψ Ω α β γ δ ε ζ η θ λ μ ξ π σ φ ψ ω');

/**
 * Everything that glyph images show. No digits of any script; nor З, which only its script tells from a 3.
 */
export const characterCategories: readonly CharacterCategory[] = [
  ...latin,
  ...symbols,
  ...cyrillic,
  ...greek,
  ...range('devanagari', 0x0905, 0x0914),
  ...range('devanagari', 0x0915, 0x0939),
  ...range('thai', 0x0e01, 0x0e2e),
  ...range('hebrew', 0x05d0, 0x05ea),
];
