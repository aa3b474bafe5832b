import type { AxisRange } from '../../src/protocol/metricsRequests';
import { moved, zoomed } from './axisRange';
import type { LineChart } from './lineChart';

/** What a person does on a chart. */
export interface SurfaceActions {
  /** Look at a place on the axis; null: no longer. `pointer`: where the readout belongs, in pixels of the page. */
  look(place: number | null, pointer: { readonly x: number; readonly y: number }, byKeyboard: boolean): void;
  zoom(range: AxisRange | null): void;
}

/** What the surface knows of the page. */
export interface SurfaceView {
  readonly chart: LineChart;
  readonly range: AxisRange | null;
  /** Where the axis ends when nothing is zoomed. */
  readonly end: number;
  /** Places with points, ascending, in which the arrow keys move. */
  readonly places: Float64Array;
  /** Place that is looked at. */
  readonly cursor: number | null;
}

/** A drag shorter than this is a click, in pixels. */
const shortestDrag = 6;
const wheelFactor = 1.2;

/** Hears pointer, wheel and keys on the box of a chart: look, zoom by dragging or by the wheel with Ctrl, keys for all. */
export function listenOnSurface(box: HTMLElement, view: () => SurfaceView | undefined, actions: SurfaceActions): void {
  let dragFrom: number | null = null;
  const band = box.querySelector<HTMLElement>('.band');

  const within = ({ clientX, clientY }: MouseEvent) => {
    const now = view();
    const { left } = box.getBoundingClientRect();
    if (now === undefined) return undefined;
    const pixel = Math.min(Math.max(clientX - left, now.chart.area.left), now.chart.area.right);
    return { now, pixel, place: now.chart.placeAt(pixel), pointer: { x: clientX, y: clientY } };
  };
  const showBand = (from: number, to: number) => {
    if (band === null) return;
    band.hidden = Math.abs(to - from) < shortestDrag;
    band.style.left = `${Math.min(from, to)}px`;
    band.style.width = `${Math.abs(to - from)}px`;
  };
  const endDrag = () => {
    dragFrom = null;
    if (band) band.hidden = true;
  };

  box.addEventListener('pointermove', event => {
    const at = within(event);
    if (at === undefined) return;
    if (dragFrom !== null) showBand(dragFrom, at.pixel);
    actions.look(at.place, at.pointer, false);
  });
  box.addEventListener('pointerleave', () => actions.look(null, { x: 0, y: 0 }, false));
  box.addEventListener('pointerdown', event => {
    const at = within(event);
    if (at === undefined || event.button !== 0) return;
    dragFrom = at.pixel;
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener('pointerup', event => {
    const at = within(event);
    const from = dragFrom;
    endDrag();
    if (at === undefined || from === null || Math.abs(at.pixel - from) < shortestDrag) return;
    const [min, max] = [at.now.chart.placeAt(from), at.place].sort((a, b) => a - b);
    actions.zoom(zoomed({ min, max }, at.now.end, 1));
  });
  box.addEventListener('pointercancel', endDrag);
  box.addEventListener('dblclick', () => actions.zoom(null));
  box.addEventListener(
    'wheel',
    event => {
      // Without the key the page scrolls.
      const at = event.ctrlKey || event.metaKey ? within(event) : undefined;
      if (at === undefined) return;
      event.preventDefault();
      const factor = event.deltaY > 0 ? wheelFactor : 1 / wheelFactor;
      actions.zoom(zoomed(at.now.range, at.now.end, factor, at.place));
    },
    { passive: false },
  );
  box.addEventListener('keydown', event => {
    const now = view();
    if (now === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = keyAction(event, now);
    if (key === undefined) return;
    event.preventDefault();
    if ('zoom' in key) actions.zoom(key.zoom);
    else actions.look(key.look, pointerOf(box, now, key.look), true);
  });
  box.addEventListener('blur', () => actions.look(null, { x: 0, y: 0 }, true));
}

function pointerOf(box: HTMLElement, { chart }: SurfaceView, place: number | null) {
  const { left, top } = box.getBoundingClientRect();
  return { x: left + (place === null ? 0 : chart.pixelOf(place)), y: top + chart.area.top };
}

type KeyAction = { readonly zoom: AxisRange | null } | { readonly look: number | null };

function keyAction({ key, shiftKey }: KeyboardEvent, now: SurfaceView): KeyAction | undefined {
  const { range, end, places, cursor } = now;
  const step = shiftKey ? 20 : 1;
  switch (key) {
    case '+':
    case '=':
      return { zoom: zoomed(range, end, 1 / 1.5, cursor ?? undefined) };
    case '-':
      return { zoom: zoomed(range, end, 1.5, cursor ?? undefined) };
    case '0':
      return { zoom: null };
    case 'PageUp':
      return { zoom: moved(range, end, -0.5) };
    case 'PageDown':
      return { zoom: moved(range, end, 0.5) };
    case 'ArrowLeft':
      return { look: neighbour(places, cursor, -step) };
    case 'ArrowRight':
      return { look: neighbour(places, cursor, step) };
    case 'Home':
      return { look: places.at(0) ?? null };
    case 'End':
      return { look: places.at(-1) ?? null };
    case 'Escape':
      return { look: null };
    default:
      return undefined;
  }
}

/** The place so many points on from the cursor; the last where there is none yet. */
export function neighbour(places: Float64Array, cursor: number | null, by: number): number | null {
  if (places.length === 0) return null;
  if (cursor === null) return places[places.length - 1];
  const after = places.findIndex(place => place > cursor + 1e-9);
  const at = (after < 0 ? places.length : after) - 1;
  return places[Math.min(places.length - 1, Math.max(0, at + by))];
}
