import sharp from 'sharp';
import type { RgbImage } from '../../data/image';

/** A map over an image's patches and what to say of it, line by line. */
export interface DrawnMap {
  /** `[grid, grid]`; null draws the image alone. */
  readonly map: Float32Array | null;
  /** What is drawn brightest. */
  readonly brightest: number;
  readonly caption: readonly string[];
}

/** Pixels of a panel's side, of the space around panels, and of a line of text. */
const side = 288;
const margin = 16;
const line = 18;

/** From little to much: dark to bright, in an order that survives printing in grey. */
const heat = [
  [0, 0, 4],
  [87, 16, 110],
  [188, 55, 84],
  [249, 142, 9],
  [252, 255, 164],
] as const;

/** How much of the colour covers the image. */
const opacity = 0.65;

/**
 * Draws maps over their image side by side, each patch as one square and each map on a scale from 0 to its `brightest`,
 * with a caption under each and a footer.
 * @returns a PNG file
 */
export async function attentionPicture(
  image: RgbImage,
  grid: number,
  maps: readonly DrawnMap[],
  footer: readonly string[],
): Promise<Buffer> {
  const lines = Math.max(...maps.map(({ caption }) => caption.length));
  const width = margin + maps.length * (side + margin);
  const captionTop = margin + side + line;
  // A letter of this size is about 7 pixels wide.
  const feet = footer.flatMap(words => wrapped(words, (width - 2 * margin) / 7));
  const footerTop = captionTop + lines * line + line / 2;
  const height = footerTop + feet.length * line + margin / 2;
  const canvas = new Uint8Array(3 * width * height).fill(255);
  maps.forEach(({ map, brightest }, index) => {
    const left = margin + index * (side + margin);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const pixel = colourAt(image, x, y);
        const patch = Math.floor((y * grid) / side) * grid + Math.floor((x * grid) / side);
        const colour = map ? covered(pixel, brightest > 0 ? map[patch] / brightest : 0) : pixel;
        canvas.set(colour, 3 * ((margin + y) * width + left + x));
      }
    }
  });
  const text = (x: number, y: number, words: string, bold = false) =>
    `<text x="${x}" y="${y}"${bold ? ' font-weight="bold"' : ''}>${escaped(words)}</text>`;
  const captions = maps.flatMap(({ caption }, index) =>
    caption.map((words, i) => text(margin + index * (side + margin), captionTop + i * line, words, i === 0)),
  );
  const footerTexts = feet.map((words, i) => text(margin, footerTop + i * line, words));
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="13" ` +
    `fill="#222">${[...captions, ...footerTexts].join('')}</svg>`;
  return sharp(canvas, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer();
}

type Colour = readonly [number, number, number];

/** The pixel of an image that is drawn `side` pixels wide and high. */
function colourAt({ data, width, height }: RgbImage, x: number, y: number): Colour {
  const at = 3 * (Math.floor((y * height) / side) * width + Math.floor((x * width) / side));
  return [data[at], data[at + 1], data[at + 2]];
}

/** A pixel in grey under the colour of a value from 0 to 1. */
function covered([red, green, blue]: Colour, value: number): Colour {
  const grey = 0.299 * red + 0.587 * green + 0.114 * blue;
  const place = Math.min(Math.max(value, 0), 1) * (heat.length - 1);
  const below = Math.min(Math.floor(place), heat.length - 2);
  const mix = (channel: 0 | 1 | 2) => {
    const colour = heat[below][channel] + (place - below) * (heat[below + 1][channel] - heat[below][channel]);
    return Math.round((1 - opacity) * grey + opacity * colour);
  };
  return [mix(0), mix(1), mix(2)];
}

/** Words in lines of at most so many letters. */
function wrapped(words: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > letters) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (words: string) =>
  // A control character, which a file name may have, would break the SVG.
  [...words].map(letter => (letter < ' ' ? '?' : (escapes[letter] ?? letter))).join('');
