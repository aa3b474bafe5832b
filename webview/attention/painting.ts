import { ref } from 'lit/directives/ref.js';
import { type ColourRamp, cellColours } from './colourRamp';
import type { GridSize } from './gridSize';
import { enlargedMap } from './enlargedMap';
import { mapPixels } from './mapPixels';
import type { ValueRange } from './valueRange';

/** A map as pixels of a canvas. */
export interface Painting {
  readonly values: Float32Array;
  /** Values along a row; the canvas is as high as there are rows. */
  readonly columns: number;
  readonly range: ValueRange;
  readonly ramp: ColourRamp;
  /** Interpolated between the values; of square maps only. */
  readonly smooth?: boolean;
}

/** How many pixels a patch's side gets where values are interpolated. */
const smoothFactor = 12;

/** Paints a map on a canvas, one pixel for each value: the style sheet says how large it looks. */
export function paint(canvas: HTMLCanvasElement, { values, columns, range, ramp, smooth }: Painting): void {
  const shown = smooth ? enlargedMap(values, columns, smoothFactor) : values;
  const width = smooth ? columns * smoothFactor : columns;
  canvas.width = width;
  canvas.height = shown.length / width;
  canvas.getContext('2d')?.putImageData(new ImageData(mapPixels(shown, range, ramp), width), 0, 0);
}

/** What each canvas shows. */
const shown = new WeakMap<Element, Painting>();

/** Lets a canvas show a map; it is painted again when the map is another. */
export const painted = (painting: Painting) =>
  ref(canvas => {
    if (!(canvas instanceof HTMLCanvasElement) || isSame(shown.get(canvas), painting)) return;
    paint(canvas, painting);
    shown.set(canvas, painting);
  });

/**
 * Gives an element the colour of a place, from 0 to 1, on a scale. By the element's own style object, as the page's policy
 * forbids `style` attributes; so does the next.
 */
export const coloured = (ramp: ColourRamp, place: number) =>
  ref(element => {
    if (!(element instanceof HTMLElement)) return;
    const { fill, ink } = cellColours(ramp, place);
    element.style.backgroundColor = fill;
    element.style.color = ink;
  });

/** Puts an element where the cells of a grid are. */
export const placed = ({ rows, columns, left, top, cellWidth, cellHeight }: GridSize) =>
  ref(element => {
    if (!(element instanceof HTMLElement)) return;
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
    element.style.width = `${columns * cellWidth}px`;
    element.style.height = `${rows * cellHeight}px`;
  });

/** Gives an element its opacity. */
export const faded = (opacity: number) =>
  ref(element => {
    if (element instanceof HTMLElement) element.style.opacity = String(opacity);
  });

function isSame(a: Painting | undefined, b: Painting): boolean {
  return (
    a?.values === b.values &&
    a.ramp === b.ramp &&
    a.smooth === b.smooth &&
    a.range.low === b.range.low &&
    a.range.high === b.range.high
  );
}
