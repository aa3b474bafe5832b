import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { AttentionWords } from '../../src/protocol/attentionWords';
import { type ColourRamp, divergingRamp, sequentialRamp } from './colourRamp';
import type { MapFigure } from './figures';
import { filled } from './filled';
import { legend } from './legend';
import { faded, painted } from './painting';
import { differenceText, weightText } from './weightText';

/** A patch by its place on the grid, from 0. */
export interface Patch {
  readonly row: number;
  readonly column: number;
}

/** What large maps have in common. */
export interface FigureSurroundings {
  readonly words: AttentionWords;
  /** The image as a PNG file in base64. */
  readonly picture: string;
  /** Patches along a side. */
  readonly grid: number;
  readonly opacity: number;
  readonly smooth: boolean;
  /** The patch pointed at. */
  readonly patch: Patch | null;
  point(patch: Patch | null): void;
}

export const rampOf = ({ of }: Pick<MapFigure, 'of'>): ColourRamp =>
  of === 'difference' ? divergingRamp : sequentialRamp;

/** A value of a map in words. */
export const valueText = ({ of }: Pick<MapFigure, 'of'>, value: number): string =>
  of === 'difference' ? differenceText(value) : weightText(value);

/** What a map is called where there are several. */
export function figureTitle({ of }: Pick<MapFigure, 'of'>, words: AttentionWords): string {
  return of === 'prompt' ? '' : words[of];
}

/** A large map over its image, with its scale. The patch pointed at, by pointer or arrow keys, is framed. */
export function mapFigure(figure: MapFigure, surroundings: FigureSurroundings): TemplateResult {
  const { words, picture, grid, opacity, smooth, patch, point } = surroundings;
  const title = figureTitle(figure, words);
  const ramp = rampOf(figure);
  return html`<figure>
    ${title ? html`<figcaption>${title}</figcaption>` : nothing}
    <div
      class="stack"
      role="application"
      tabindex="0"
      aria-label=${filled(words.mapLabel, title || words.prompt, grid)}
      @pointermove=${(event: PointerEvent) => point(patchUnder(event, grid))}
      @pointerleave=${() => point(null)}
      @keydown=${(event: KeyboardEvent) => moved(event, patch, grid, point)}
    >
      <img src="data:image/png;base64,${picture}" alt="" @load=${markCoarse} />
      <canvas
        class=${smooth ? '' : 'coarse'}
        ${faded(opacity)}
        ${painted({ values: figure.values, columns: grid, range: figure.range, ramp, smooth })}
      ></canvas>
      ${patch ? frame(patch, grid) : nothing}
    </div>
    ${legend(figure.range, ramp, value => valueText(figure, value))}
    ${figure.even === null ? nothing : html`<p class="muted">${filled(words.evenAttention, weightText(figure.even))}</p>`}
    ${figure.same ? html`<p class="muted">${words[figure.same === 'everywhere' ? 'sameEverywhere' : 'sameHere']}</p>` : nothing}
  </figure>`;
}

/** The values at the patch pointed at, in each of the maps. */
export function readout(
  figures: readonly MapFigure[],
  { words, patch, grid }: Pick<FigureSurroundings, 'words' | 'patch' | 'grid'>,
): TemplateResult {
  const values = figures.map(figure => {
    const value = valueText(figure, figure.values[patch ? patch.row * grid + patch.column : 0]);
    return [figureTitle(figure, words), value].filter(Boolean).join(' ');
  });
  return html`<p class="readout" aria-live="polite">
    ${
      patch
        ? filled(words.cellAt, patch.row, patch.column, values.join(' · '))
        : html`<span class="muted">${words.pointAtPatch}</span>`
    }
  </p>`;
}

const frame = ({ row, column }: Patch, grid: number) =>
  html`<svg class="frame" viewBox="0 0 ${grid} ${grid}" aria-hidden="true">
    <rect class="halo" x=${column} y=${row} width="1" height="1"></rect>
    <rect x=${column} y=${row} width="1" height="1"></rect>
  </svg>`;

/** Small pictures are shown with their pixels as squares. */
function markCoarse({ target }: Event): void {
  if (target instanceof HTMLImageElement) target.classList.toggle('coarse', target.naturalWidth < 160);
}

function patchUnder({ currentTarget, clientX, clientY }: PointerEvent, grid: number): Patch | null {
  if (!(currentTarget instanceof HTMLElement)) return null;
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  const within = (place: number) => Math.min(grid - 1, Math.max(0, Math.floor(place * grid)));
  return { row: within((clientY - top) / height), column: within((clientX - left) / width) };
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function moved(event: KeyboardEvent, from: Patch | null, grid: number, point: (patch: Patch | null) => void): void {
  if (event.key === 'Escape') point(null);
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  const within = (place: number) => Math.min(grid - 1, Math.max(0, place));
  point(from ? { row: within(from.row + move[0]), column: within(from.column + move[1]) } : { row: 0, column: 0 });
}
