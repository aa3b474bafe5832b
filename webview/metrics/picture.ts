import type { MetricsChart } from '../../src/protocol/metricsRequests';
import { chartFont, runStroke } from '../bridge/chartTheme';
import { chartLines } from './chartLines';
import { filled } from '../bridge/chartWords';
import { LineChart } from './lineChart';
import type { PageModel } from './pageModel';
import { chartTitle } from './precision';

/** Of the chart in the picture, in CSS pixels; drawn at twice the resolution. */
const size = { width: 900, height: 420 };
const density = 2;
const margin = 16;

/** A key of the picture: a piece of a line, and what it is. */
interface PictureKey {
  readonly text: string;
  readonly color: string;
  readonly dash: readonly number[];
  readonly width: number;
}

/**
 * A chart as a PNG file: with its title, the runs and what their lines are, on the background of the theme.
 * @param range what the axis shows
 */
export async function chartPicture(
  chart: MetricsChart,
  model: PageModel,
  range: { readonly min: number; readonly max: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const { words, state, theme, runs, curves } = model;
  const lines = chartLines(chart, runs, curves, state.module, words, theme);
  const canvas = document.createElement('canvas');
  const holder = document.createElement('div');
  holder.className = 'picture';
  holder.append(canvas);
  document.body.append(holder);
  const drawn = new LineChart(canvas, density);
  try {
    const { axis } = state.view;
    drawn.draw({ chart, lines, axis, range, logarithmic: state.logarithmic.includes(chart), words, theme });
    const [sole] = runs.length === 1 ? runs : [];
    const ofRuns = sole
      ? []
      : runs.map((run): PictureKey => ({ text: run.title, width: 2.5, ...runStroke(run, theme) }));
    const ofParts = new Map(
      lines.flatMap((line): [string, PictureKey][] =>
        line.part === '' ? [] : [[line.part, { ...line, text: line.part, color: partColor(chart, model, line.color) }]],
      ),
    );
    const notes = [
      words.units[chart],
      state.view.smoothing > 0 ? filled(words.smoothedBy, state.view.smoothing.toFixed(2)) : '',
      new Date().toLocaleString(document.documentElement.lang || 'en'),
    ];
    const picture = framed(canvas, model, {
      title: [chartTitle(chart, model), ...(sole ? [sole.title] : [])].join(': '),
      keys: [...ofRuns, ...ofParts.values()],
      note: notes.filter(Boolean).join(' · '),
    });
    return await bytesOf(picture);
  } finally {
    drawn.destroy();
    holder.remove();
  }
}

/** Where several runs have the same parts, the parts' keys have no run's colour. */
function partColor(chart: MetricsChart, { runs, theme }: PageModel, color: string): string {
  return runs.length === 1 || chart === 'gradientNorm' ? color : theme.muted;
}

function framed(
  chart: HTMLCanvasElement,
  { theme }: PageModel,
  { title, keys, note }: { readonly title: string; readonly keys: readonly PictureKey[]; readonly note: string },
): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  const pen = picture.getContext('2d');
  const { family, size: fontSize } = chartFont(theme);
  const line = Math.round(1.6 * fontSize);
  const font = `${fontSize}px ${family}`;
  if (pen === null) return picture;
  pen.font = font;
  const rows = rowsOf(keys, key => 34 + pen.measureText(key.text).width + 16, size.width);
  const height = margin + line + rows.length * line + size.height + line + margin;
  picture.width = (size.width + 2 * margin) * density;
  picture.height = height * density;
  pen.scale(density, density);
  pen.fillStyle = theme.background;
  pen.fillRect(0, 0, size.width + 2 * margin, height);
  pen.textBaseline = 'middle';
  pen.fillStyle = theme.foreground;
  pen.font = `600 ${1.15 * fontSize}px ${family}`;
  pen.fillText(title, margin, margin + line / 2);
  pen.font = font;
  rows.forEach((row, index) => {
    const y = margin + line * (index + 1.5);
    let x = margin;
    for (const { key, width } of row) {
      pen.strokeStyle = key.color;
      pen.lineWidth = key.width;
      pen.setLineDash([...key.dash]);
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(x + 26, y);
      pen.stroke();
      pen.fillText(key.text, x + 34, y);
      x += width;
    }
  });
  pen.drawImage(chart, margin, margin + line * (rows.length + 1), size.width, size.height);
  pen.fillStyle = theme.muted;
  pen.fillText(note, margin, height - margin - line / 4);
  return picture;
}

function rowsOf(keys: readonly PictureKey[], widthOf: (key: PictureKey) => number, most: number) {
  const rows: { readonly key: PictureKey; readonly width: number }[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    const width = widthOf(key);
    if (used + width > most) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push({ key, width });
    used += width;
  }
  return rows;
}

async function bytesOf(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture is too large for this machine.');
  return new Uint8Array(await blob.arrayBuffer());
}
