import { Chart, LineController, LineElement, LinearScale, LogarithmicScale, PointElement } from 'chart.js';
import type { MetricsWords } from '../../src/protocol/metricsPanel';
import type { AxisRange, MetricsAxis, MetricsChart } from '../../src/protocol/metricsRequests';
import { axisOptions } from '../bridge/chartTheme';
import type { ThemeColors } from '../bridge/theme';
import type { ChartLine } from './chartLines';
import { placeWords, tickWords } from './formats';

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement);

/** What a chart shows. */
export interface ChartContents {
  readonly chart: MetricsChart;
  readonly lines: readonly ChartLine[];
  readonly axis: MetricsAxis;
  readonly range: AxisRange;
  readonly logarithmic: boolean;
  readonly words: MetricsWords;
  readonly theme: ThemeColors;
}

/** The same for every chart, so that what is above each other lines up and nothing moves when labels grow. */
const axisWidth = 52;
const fromZero: readonly MetricsChart[] = ['imagesPerSecond', 'memory', 'precision'];

/** A chart of lines on a canvas. It never animates. */
export class LineChart {
  private readonly chart: Chart<'line', { x: number; y: number }[]>;

  /** @param density pixels of the canvas per CSS pixel; that of the screen by default */
  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly density?: number,
  ) {
    this.chart = new Chart(canvas, { type: 'line', data: { datasets: [] }, options: { animation: false } });
  }

  draw(contents: ChartContents): void {
    const { lines, logarithmic } = contents;
    this.chart.data.datasets = lines.map(({ color, dash, width, x, y, pointRadius }) => ({
      data: Array.from(x, (place, i) => ({ x: place, y: logarithmic && !(y[i] > 0) ? Number.NaN : y[i] })),
      borderColor: color,
      backgroundColor: color,
      borderDash: [...dash],
      borderWidth: width,
      pointRadius,
      // A line along an edge, and a point on it, is drawn in its full width.
      clip: { left: 3, top: 3, right: 4, bottom: 3 },
      pointHitRadius: 0,
      pointHoverRadius: pointRadius,
    }));
    this.chart.options = { ...optionsOf(contents), ...(this.density && { devicePixelRatio: this.density }) };
    this.chart.update('none');
  }

  /** Where the lines are drawn, in CSS pixels of the canvas. */
  get area(): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number } {
    return this.chart.chartArea;
  }

  placeAt(pixel: number): number {
    return this.chart.scales.x.getValueForPixel(pixel) ?? 0;
  }

  pixelOf(place: number): number {
    return this.chart.scales.x.getPixelForValue(place);
  }

  destroy(): void {
    this.chart.destroy();
  }
}

function optionsOf({ chart, lines, axis, range, logarithmic, words, theme }: ChartContents) {
  const x = axisOptions(theme, { title: words.axes[axis], format: value => placeWords(axis, value), grid: false });
  const isShare = chart === 'accuracy';
  // Before anything is measured only a share has a scale that is known: numbers on the others would be made up.
  const format = (value: number) => (lines.length === 0 && !isShare ? '' : tickWords(chart, value));
  const y = axisOptions(theme, { logarithmic, format });
  // Steps and epochs are whole: a tick between two would be labelled as one of them.
  return {
    animation: false as const,
    maintainAspectRatio: false,
    responsive: true,
    parsing: false as const,
    normalized: true,
    spanGaps: false,
    events: [],
    layout: { padding: { right: 8, top: 4 } },
    scales: {
      x: {
        ...x,
        ...range,
        ticks: { ...x.ticks, autoSkipPadding: 24, includeBounds: false, precision: axis === 'time' ? undefined : 0 },
      },
      y: {
        ...y,
        // All ticks are labelled, so that none is left out that is round, such as zero.
        ticks: { ...y.ticks, ...(!logarithmic && { autoSkip: false, maxTicksLimit: 6 }) },
        beginAtZero: !logarithmic && fromZero.includes(chart),
        min: isShare && lines.length === 0 ? 0 : undefined,
        max: isShare ? 1 : undefined,
        afterFit: (scale: { width: number }) => {
          scale.width = axisWidth;
        },
      },
    },
  };
}
