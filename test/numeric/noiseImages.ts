import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { RandomStream } from '../../src/random/stream';

/** Writes two classes, dark and light, of ten images of noise each, 16 × 16 pixels. */
export async function writeNoiseImages(folder: string): Promise<void> {
  for (const name of ['dark', 'light']) {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < 10; i++) {
      const noise = new RandomStream(i, name);
      const pixels = Uint8Array.from({ length: 16 * 16 }, () => noise.uniform() * 128 + (name === 'light' ? 127 : 0));
      const image = sharp(pixels, { raw: { width: 16, height: 16, channels: 1 } });
      await image.png().toFile(join(folder, name, `${i}.png`));
    }
  }
}
