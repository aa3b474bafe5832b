// @ts-check
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** Width of the column in which VS Code shows it, for screens of ordinary density. */
const width = 880;

const picture = /!\[([^\]]*)\]\((media\/[^)]+\.png)\)/g;

/**
 * The readme of the packaged extension. Its pictures are part of its text, because VS Code reads none from the folder
 * of an extension, and an editor may have no network.
 * @param {string} repository
 */
export async function packagedReadme(repository) {
  const text = await readFile(join(repository, 'README.md'), 'utf8');
  const pictures = await Promise.all(
    [...text.matchAll(picture)].map(async ([whole, title, path]) => {
      await access(join(repository, path)).catch(() => {
        throw new Error(`README.md shows ${path}, which is not there: make it with "npm run screenshots".`);
      });
      const webp = await sharp(join(repository, path))
        .resize({ width, withoutEnlargement: true })
        .webp({ quality: 80 })
        .toBuffer();
      return { whole, inline: `![${title}](data:image/webp;base64,${webp.toString('base64')})` };
    }),
  );
  return pictures.reduce((readme, { whole, inline }) => readme.replace(whole, () => inline), text);
}
