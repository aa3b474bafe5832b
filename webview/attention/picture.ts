import type { AttentionMaps } from './attentionMaps';
import { type ColourRamp, sequentialRamp } from './colourRamp';
import type { Contents } from './contents';
import { mapFigures } from './figures';
import { filled } from './filled';
import { figureTitle, rampOf, valueText } from './mapFigure';
import { type Painting, paint } from './painting';
import { headRange, headRows } from './promptSections';
import { weightText } from './weightText';

/** One map of the picture. */
interface Drawn {
  readonly title: string;
  readonly painting: Painting;
  readonly low: string;
  readonly high: string;
  /** Of the map over its image; null for a table, which has none. */
  readonly opacity: number | null;
  /** Names of a table's rows and columns. */
  readonly names?: { readonly rows: readonly string[]; readonly columns: readonly string[] };
}

const side = 480;
const margin = 24;
const line = 20;
const rowHeight = 28;
/** Pixels of the file for each of these. */
const density = 2;

/** The large maps with their scales and the caption as a PNG file. */
export async function picture(contents: Contents, maps: AttentionMaps, caption: string): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/png;base64,${maps.attention.picture}`;
  await image.decode();
  const drawn = drawnMaps(contents, maps);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This editor gives no canvas.');
  const width = margin + Math.max(1, drawn.length) * (side + margin);
  const font = `14px ${getComputedStyle(document.body).fontFamily}`;
  context.font = font;
  const lines = wrapped(context, caption, width - 2 * margin);
  const top = margin + line;
  const tall = drawn[0] ? heightOf(drawn[0]) : 0;
  const height = top + tall + 2 * line + margin / 2 + lines.length * line + margin;
  canvas.width = density * width;
  canvas.height = density * height;
  context.scale(density, density);
  context.font = font;
  // Dark on light in every theme: the picture goes into papers.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#1f1f1f';
  drawn.forEach((map, index) => draw(context, map, image, margin + index * (side + margin), top));
  context.textAlign = 'left';
  lines.forEach((text, index) => context.fillText(text, margin, top + tall + 2 * line + margin + index * line));
  return pngOf(canvas);
}

function drawnMaps({ state, words }: Contents, maps: AttentionMaps): Drawn[] {
  if (state.mode === 'clsToPrompts') {
    const rows = headRows(maps, state.layer);
    const range = headRange(maps, state.layer);
    const values = Float32Array.from(rows.flatMap(row => [...row]));
    const painting = { values, columns: rows[0]?.length ?? 0, range, ramp: sequentialRamp };
    if (painting.columns === 0) return [];
    const names = {
      rows: rows.map((_, head) => filled(words.captionHead, head)),
      columns: Array.from({ length: painting.columns }, (_, prompt) => `P${prompt}`),
    };
    const [low, high] = [weightText(range.low), weightText(range.high)];
    return [{ title: '', painting, low, high, opacity: null, names }];
  }
  return mapFigures(maps, state).map(figure => ({
    title: figureTitle(figure, words),
    painting: {
      values: figure.values,
      columns: maps.attention.grid,
      range: figure.range,
      ramp: rampOf(figure),
      smooth: state.smooth,
    },
    low: valueText(figure, figure.range.low),
    high: valueText(figure, figure.range.high),
    opacity: state.opacity,
  }));
}

function draw(context: CanvasRenderingContext2D, map: Drawn, image: HTMLImageElement, x: number, y: number): void {
  const { painting, opacity, names } = map;
  context.textAlign = 'left';
  context.fillText(map.title, x, y - 8);
  if (names) {
    drawTable(context, painting, names, x, y);
  } else {
    context.imageSmoothingEnabled = image.naturalWidth >= 160;
    context.drawImage(image, x, y, side, side);
    context.imageSmoothingEnabled = painting.smooth === true;
    context.globalAlpha = opacity ?? 1;
    context.drawImage(canvasOf(painting), x, y, side, side);
    context.globalAlpha = 1;
  }
  const below = y + heightOf(map);
  context.imageSmoothingEnabled = true;
  context.drawImage(canvasOf(scaleOf(painting.ramp)), x, below + 8, side, 8);
  context.fillText(map.low, x, below + 2 * line - 6);
  context.textAlign = 'right';
  context.fillText(map.high, x + side, below + 2 * line - 6);
}

function heightOf({ names }: Drawn): number {
  return names ? names.rows.length * rowHeight : side;
}

function drawTable(
  context: CanvasRenderingContext2D,
  painting: Painting,
  { rows, columns }: NonNullable<Drawn['names']>,
  x: number,
  y: number,
): void {
  const left = Math.max(...rows.map(name => context.measureText(name).width)) + 12;
  const width = (side - left) / columns.length;
  context.imageSmoothingEnabled = false;
  context.drawImage(canvasOf(painting), x + left, y, side - left, rows.length * rowHeight);
  rows.forEach((name, row) => context.fillText(name, x, y + (row + 0.5) * rowHeight + 5));
  context.textAlign = 'center';
  // Names that would touch are left out but for every fifth.
  const every = width < 32 ? 5 : 1;
  columns.forEach((name, column) => {
    if (column % every === 0) context.fillText(name, x + left + (column + 0.5) * width, y - 8);
  });
  context.textAlign = 'left';
}

const scaleOf = (ramp: ColourRamp): Painting => ({
  values: new Float32Array(256).map((_, i) => i / 255),
  columns: 256,
  range: { low: 0, high: 1 },
  ramp,
});

function canvasOf(painting: Painting): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  paint(canvas, painting);
  return canvas;
}

function wrapped(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = [lines[lines.length - 1], word].filter(part => part !== '').join(' ');
    if (context.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture is too large.');
  return new Uint8Array(await blob.arrayBuffer());
}
