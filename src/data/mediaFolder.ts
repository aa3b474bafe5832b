import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of what is shipped beside the program, with `samples` in it. @throws {Error} if it is not there. */
export function mediaFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const media = join(folder, 'media');
    if (existsSync(join(media, 'samples'))) return media;
    if (folder === dirname(folder)) throw new Error('The media folder of Visual Tuning is missing: install it again.');
  }
}
