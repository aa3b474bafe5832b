import { Chart, LineController, LineElement, LinearScale, LogarithmicScale, type Plugin, PointElement } from 'chart.js';
import type { CompareWords } from '../../src/protocol/comparePanel';
import { axisOptions, chartFont, runStroke } from '../bridge/chartTheme';
import { numbers, shareWords } from '../bridge/chartWords';
import type { ThemeColors } from '../bridge/theme';
import { type RowPoint, paretoFront } from './pageModel';
import { placeLabels } from './scatterLabels';

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement);

/** Room to the right of the chart, in pixels, that names may use. */
const margin = 16;

/** A longer name would reach across other points. */
const longest = 26;
const shortName = (name: string) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);

/** Accuracy against trained parameters: a point for each row with its interval and name, and the Pareto front. */
export class ScatterChart {
  private readonly chart: Chart<'line', { x: number; y: number }[]>;
  private points: readonly RowPoint[] = [];
  private theme: ThemeColors | undefined;

  constructor(readonly canvas: HTMLCanvasElement) {
    const labels: Plugin<'line'> = { id: 'labels', afterDatasetsDraw: chart => this.drawLabels(chart) };
    this.chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: { animation: false },
      plugins: [labels],
    });
  }

  draw(points: readonly RowPoint[], words: CompareWords, theme: ThemeColors): void {
    this.points = points;
    this.theme = theme;
    const bare = { pointRadius: 0, borderDash: [] };
    const front = paretoFront(points).map(({ x, y }) => ({ x, y }));
    this.chart.data.datasets = [
      { ...bare, data: front, borderColor: theme.muted, borderWidth: 1, borderDash: [4, 4], stepped: 'before' },
      ...points.flatMap(({ row, x, y }) => {
        const { color, dash } = runStroke(row, theme);
        const interval = row.test ? [row.test.low, row.test.high].map(end => ({ x, y: end })) : [];
        return [
          { ...bare, data: interval, borderColor: color, borderWidth: 1.5, borderDash: dash },
          {
            data: [{ x, y }],
            showLine: false,
            pointRadius: 5,
            backgroundColor: color,
            borderColor: theme.contrastBorder ?? color,
          },
        ];
      }),
    ];
    this.chart.options = this.optionsOf(points, words, theme);
    this.chart.update('none');
  }

  private optionsOf(points: readonly RowPoint[], words: CompareWords, theme: ThemeColors) {
    const compact = numbers({ notation: 'compact' });
    const places = points.map(({ x }) => x);
    return {
      animation: false as const,
      maintainAspectRatio: false,
      parsing: false as const,
      normalized: true,
      events: [],
      layout: { padding: { right: margin, top: 10 } },
      scales: {
        x: {
          ...axisOptions(theme, {
            title: words.scatterX,
            logarithmic: true,
            format: value => compact.format(value),
            grid: false,
          }),
          // Room for the points at the ends.
          min: Math.min(...places) / 2,
          max: Math.max(...places) * 2,
        },
        y: {
          ...axisOptions(theme, { format: value => shareWords(value, 0) }),
          grace: '8%',
          // Intervals over seeds may reach beyond what there is.
          max: Math.min(1, 0.04 + Math.max(...points.map(({ row, y }) => row.test?.high ?? y))),
        },
      },
    };
  }

  /** Names beside the points; a thin line leads to one that had to move away. */
  private drawLabels({ ctx, scales: { x, y }, chartArea }: Chart<'line'>): void {
    const { theme } = this;
    if (theme === undefined) return;
    const { family, size } = chartFont(theme, 0.92);
    ctx.save();
    ctx.font = `${size}px ${family}`;
    ctx.textBaseline = 'middle';
    const points = this.points.map(({ row, x: parameters, y: accuracy }) => ({
      name: shortName(row.name),
      width: ctx.measureText(shortName(row.name)).width,
      x: x.getPixelForValue(parameters),
      y: y.getPixelForValue(accuracy),
      top: y.getPixelForValue(row.test?.high ?? accuracy),
      bottom: y.getPixelForValue(row.test?.low ?? accuracy),
    }));
    const boxes = placeLabels(points, size + 3, { ...chartArea, right: chartArea.right + margin });
    for (const [i, { left, right, top, bottom }] of boxes.entries()) {
      const point = points[i];
      const middle = (top + bottom) / 2;
      if (Math.abs(middle - point.y) > size) {
        ctx.strokeStyle = theme.muted;
        ctx.lineWidth = 1;
        ctx.beginPath();
        ctx.moveTo(point.x, point.y);
        ctx.lineTo(Math.min(Math.max(point.x, left), right), middle);
        ctx.stroke();
      }
      // Grid and front do not cross a name.
      ctx.fillStyle = theme.background;
      ctx.fillRect(left - 2, top, right - left + 4, bottom - top);
      ctx.fillStyle = theme.foreground;
      ctx.fillText(point.name, left, middle);
    }
    ctx.restore();
  }
}
