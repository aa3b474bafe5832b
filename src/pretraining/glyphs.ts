import { type CharacterCategory, type FontSubset, characterCategories } from './characters';
import { type DistanceField, outlineField } from './distanceField';
import { readFonts } from './fonts';
import { fitted, flattened } from './outline';

/** One category of glyphs: the same character in every font that has it. */
export interface GlyphCategory {
  readonly characters: string;
  readonly subset: FontSubset;
  readonly fields: readonly DistanceField[];
}

const gridSize = 40;
const extent = 1.3;

/**
 * Draws the characters of each category in every font that has them.
 * @param packagesFolder where the font packages are installed.
 * @throws {InputError} if a font's package is missing.
 */
export async function drawGlyphs(
  packagesFolder: string,
  wanted: readonly CharacterCategory[] = characterCategories,
): Promise<GlyphCategory[]> {
  const bySubset = new Map<FontSubset, CharacterCategory[]>();
  for (const category of wanted) {
    bySubset.set(category.subset, [...(bySubset.get(category.subset) ?? []), category]);
  }
  const drawn: GlyphCategory[] = [];
  for (const [subset, categories] of bySubset) {
    const fonts = await readFonts(packagesFolder, subset);
    for (const { characters } of categories) {
      const fields = [...characters].flatMap(character =>
        fonts
          .filter(font => font.charToGlyphIndex(character) > 0)
          .map(font => fitted(flattened(font.charToGlyph(character).getPath(0, 0, 100).commands)))
          .filter(segments => segments.length > 0)
          .map(segments => outlineField(segments, gridSize, extent)),
      );
      if (fields.length > 0) drawn.push({ characters, subset, fields });
    }
  }
  return drawn;
}
