import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { OwnImage } from '../../protocol/attentionPanel';
import { InputError } from '../../protocol/inputError';

/** Images larger than this in bytes are not taken. */
const largest = 64 * 2 ** 20;

/** The images of a person's own in one panel: chosen ones by their paths, dropped ones in a folder that goes with it. */
export class OwnImages {
  private readonly images: OwnImage[] = [];
  private folder: string | undefined;

  get all(): readonly OwnImage[] {
    return this.images;
  }

  add(file: string): OwnImage {
    const image = { file, name: basename(file) };
    if (!this.images.some(known => known.file === file)) this.images.push(image);
    return image;
  }

  /** Keeps bytes that were dropped as a file. @throws {InputError} if they are too many, or none */
  async keep(name: string, bytes: Uint8Array): Promise<OwnImage> {
    if (bytes.length === 0 || bytes.length > largest) {
      throw new InputError(`${name} can't be taken: drop an image file of at most ${largest / 2 ** 20} MiB.`);
    }
    this.folder ??= mkdtempSync(join(tmpdir(), 'visual-tuning-images-'));
    const file = join(this.folder, `${this.images.length}-${fileName(name)}`);
    await writeFile(file, bytes);
    const image = { file, name };
    this.images.push(image);
    return image;
  }

  dispose(): void {
    // At once: the panel may go because the window does.
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A name that stays within its folder on every system. */
const fileName = (name: string) => name.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(-100);
