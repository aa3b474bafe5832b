import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { fontFolder, fontNames } from './fonts';

const packageSchema = z.object({ version: z.string(), license: z.string() });

/** A font package and its licence, as its own description says. */
export interface FontLicence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** The licences of all fonts that glyphs are drawn from. */
export async function fontLicences(packagesFolder: string): Promise<FontLicence[]> {
  return Promise.all(
    fontNames.map(async name => {
      const text = await readFile(join(fontFolder(packagesFolder, name), 'package.json'), 'utf8');
      const { version, license } = packageSchema.parse(JSON.parse(text));
      return { name, version, licence: license };
    }),
  );
}
