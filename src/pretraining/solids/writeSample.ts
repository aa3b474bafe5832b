import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { RandomStream } from '../../random/stream';
import { renderSolid } from './render';
import { solids } from './solid';

const tile = 48;
const columns = 25;
const imagesPerClass = 100;
const seed = 0;

/** Draws the sample `solids`, 100 images of each class, as the mosaic `solids.png` and its description `solids.json`. */
export async function writeSolidsSample(folder: string): Promise<void> {
  const labels = Array.from({ length: solids.length * imagesPerClass }, (_, index) => index % solids.length);
  const width = columns * tile;
  const height = Math.ceil(labels.length / columns) * tile;
  const mosaic = Buffer.alloc(width * height * 3);
  for (const [index, label] of labels.entries()) {
    const { data } = renderSolid(solids[label], tile, new RandomStream(seed, 'solids', index));
    const start = (Math.floor(index / columns) * tile * width + (index % columns) * tile) * 3;
    for (let row = 0; row < tile; row++) {
      mosaic.set(data.subarray(row * tile * 3, (row + 1) * tile * 3), start + row * width * 3);
    }
  }
  await sharp(mosaic, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9, adaptiveFiltering: true })
    .toFile(join(folder, 'solids.png'));
  const manifest = {
    title: 'Solids',
    credit: 'The Visual Tuning project',
    source: 'https://opensource.org/license/mit',
    license: 'MIT',
    licenseUrl: 'https://opensource.org/license/mit',
    changes: `${labels.length} bodies of ${solids.length} kinds in colour, drawn by formula from seed ${seed}.`,
    tile,
    columns,
    colour: true,
    classes: solids,
    labels,
  };
  await writeFile(join(folder, 'solids.json'), `${JSON.stringify(manifest)}\n`);
}
