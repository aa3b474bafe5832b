import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Font, parse } from 'opentype.js';
import { InputError } from '../protocol/inputError';
import type { FontSubset } from './characters';

/** Free fonts of @fontsource that glyphs are drawn from; most of them imitate handwriting. */
export const fontNames = [
  ...['alegreya', 'amatic-sc', 'annie-use-your-telescope', 'architects-daughter', 'bad-script', 'caveat'],
  ...['cedarville-cursive', 'comfortaa', 'comic-neue', 'courgette', 'covered-by-your-grace', 'dancing-script'],
  ...['delius', 'gloria-hallelujah', 'gochi-hand', 'great-vibes', 'handlee', 'inconsolata', 'indie-flower'],
  ...['just-another-hand', 'kalam', 'la-belle-aurore', 'lobster', 'mali', 'marck-script', 'merriweather', 'neucha'],
  ...['nothing-you-could-do', 'oswald', 'pacifico', 'pangolin', 'patrick-hand', 'playfair-display', 'reenie-beanie'],
  ...['roboto', 'shadows-into-light', 'short-stack', 'sue-ellen-francisco', 'vt323', 'zeyada'],
] as const;

/** Where a font's package is, below the folder of the packages. */
export function fontFolder(packagesFolder: string, name: string): string {
  return join(packagesFolder, '@fontsource', name);
}

/**
 * Reads the regular weight of every font that covers a subset of characters, in the order of `fontNames`.
 * @throws {InputError} if a font's package is not installed.
 */
export async function readFonts(packagesFolder: string, subset: FontSubset): Promise<Font[]> {
  const fonts: Font[] = [];
  for (const name of fontNames) {
    const folder = fontFolder(packagesFolder, name);
    if (!existsSync(folder)) throw new InputError(`The font package ${folder} is missing: run npm ci.`);
    const file = join(folder, 'files', `${name}-${subset}-400-normal.woff`);
    if (!existsSync(file)) continue;
    const bytes = Uint8Array.from(await readFile(file));
    fonts.push(parse(bytes.buffer));
  }
  return fonts;
}
