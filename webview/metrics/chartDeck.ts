import { type AxisRange, type MetricsChart, metricsCharts } from '../../src/protocol/metricsRequests';
import { chartLines } from './chartLines';
import { LineChart } from './lineChart';
import { type Look, type PageModel, axisEnd, shownRange } from './pageModel';
import { placeReadout } from './readout';
import { type SurfaceView, listenOnSurface } from './surface';

/** What a person does on the charts. */
export interface DeckActions {
  zoom(range: AxisRange | null): void;
  look(look: Look | null): void;
}

/** The charts on their canvases, which the page's templates make and keep. */
export class ChartDeck {
  private readonly charts = new Map<MetricsChart, LineChart>();

  /** @param shown what the page shows now */
  constructor(
    private readonly shown: () => Pick<PageModel, 'state' | 'curves' | 'look'>,
    private readonly actions: DeckActions,
  ) {}

  /** Draws every chart that isn't a table. */
  draw(app: HTMLElement, model: PageModel): void {
    const { state, runs, curves, words, theme } = model;
    for (const chart of metricsCharts) {
      const box = app.querySelector<HTMLElement>(`[data-chart=${chart}] .surface`);
      const canvas = box?.querySelector('canvas');
      if (!box || !canvas) continue;
      if (this.charts.get(chart)?.canvas !== canvas) this.adopt(chart, box, canvas);
      if (box.hidden) continue;
      const lines = chartLines(chart, runs, curves, state.module, words, theme);
      const logarithmic = state.logarithmic.includes(chart);
      this.charts
        .get(chart)
        ?.draw({ chart, lines, axis: state.view.axis, range: shownRange(model), logarithmic, words, theme });
    }
  }

  private adopt(chart: MetricsChart, box: HTMLElement, canvas: HTMLCanvasElement): void {
    this.charts.get(chart)?.destroy();
    this.charts.set(chart, new LineChart(canvas));
    listenOnSurface(box, () => this.surfaceOf(chart), {
      zoom: this.actions.zoom,
      look: (place, pointer, byKeyboard) =>
        this.actions.look(place === null ? null : { chart, place, pointer, byKeyboard }),
    });
  }

  private surfaceOf(chart: MetricsChart): SurfaceView | undefined {
    const drawn = this.charts.get(chart);
    const { state, curves, look } = this.shown();
    if (drawn === undefined || curves.size === 0) return undefined;
    const { min, max } = shownRange({ state, curves });
    const places = [...curves.values()].map(({ curves: [first] }) => first?.x ?? new Float64Array());
    const longest = places.reduce((a, b) => (b.length > a.length ? b : a));
    return {
      chart: drawn,
      range: state.view.range,
      end: axisEnd(curves),
      places: longest.filter(place => place >= min && place <= max),
      cursor: look?.place ?? null,
    };
  }

  /** Draws the line through all charts at the place that is looked at, and the readout beside it. */
  drawLook(app: HTMLElement): void {
    const { look } = this.shown();
    for (const [name, chart] of this.charts) {
      const line = app.querySelector<HTMLElement>(`[data-chart=${name}] .cursor`);
      if (line === null) continue;
      const { left, right, top, bottom } = chart.area;
      const pixel = look === null ? Number.NaN : chart.pixelOf(look.place);
      line.hidden = !(pixel >= left - 1 && pixel <= right + 1);
      line.style.left = `${pixel}px`;
      line.style.top = `${top}px`;
      line.style.height = `${bottom - top}px`;
    }
    const box = app.querySelector<HTMLElement>('.readout');
    if (box && look) placeReadout(box, look.pointer);
  }
}
