import { Chart, LineController, LineElement, LinearScale, LogarithmicScale, type Plugin, PointElement } from 'chart.js';
import type { CompareWords } from '../../src/protocol/comparePanel';
import { axisOptions, chartFont, runStroke } from '../bridge/chartTheme';
import { numbers, shareWords } from '../bridge/chartWords';
import type { ThemeColors } from '../bridge/theme';
import { type RowPoint, paretoFront } from './pageModel';

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement);

/** Distance of a label from its point and from other labels, in pixels. */
const gap = 8;

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
        const { color } = runStroke(row.runs[0], theme);
        const interval = row.test ? [row.test.low, row.test.high].map(end => ({ x, y: end })) : [];
        return [
          { ...bare, data: interval, borderColor: color, borderWidth: 1.5 },
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
      layout: { padding: { right: 16, top: 10 } },
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

  /** Names above and beside the points, on the side with room, moved down where they would cover each other. */
  private drawLabels({ ctx, scales: { x, y }, chartArea }: Chart<'line'>): void {
    const { theme } = this;
    if (theme === undefined) return;
    const { family, size } = chartFont(theme, 0.92);
    ctx.save();
    ctx.font = `${size}px ${family}`;
    ctx.fillStyle = theme.foreground;
    ctx.textBaseline = 'middle';
    const taken: { left: number; right: number; y: number }[] = [];
    const placed = this.points
      .map(point => ({
        name: shortName(point.row.name),
        x: x.getPixelForValue(point.x),
        y: y.getPixelForValue(point.y),
      }))
      .sort((a, b) => a.y - b.y);
    for (const point of placed) {
      const width = ctx.measureText(point.name).width;
      const isRight = point.x + gap + width <= chartArea.right + 12;
      const left = isRight ? point.x + gap : Math.max(chartArea.left + 2, point.x - gap - width);
      const covers = (at: number) =>
        taken.some(label => left < label.right && left + width > label.left && Math.abs(label.y - at) < size + 2);
      let at = point.y - gap;
      while (covers(at) && at < chartArea.bottom) at += 2;
      taken.push({ left, right: left + width, y: at });
      ctx.fillText(point.name, left, at);
    }
    ctx.restore();
  }
}
