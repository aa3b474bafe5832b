import { Chart, LineController, LineElement, LinearScale, PointElement, Tooltip } from 'chart.js';
import type { CompareCurve, CompareWords, Comparison } from '../../src/protocol/comparePanel';
import { axisOptions, chartFont, runStroke } from '../bridge/chartTheme';
import { numbers, shareWords } from '../bridge/chartWords';
import type { ThemeColors } from '../bridge/theme';
import { seedMarks } from './seedMarks';

Chart.register(LineController, LineElement, LinearScale, PointElement, Tooltip);

/** About so many marks fit on a curve. */
const marksOfCurve = 8;

/** Validation accuracy over the epochs, a line for each run: in the colour of its row, with the mark of its seed. */
export class CurvesChart {
  private readonly chart: Chart<'line', { x: number; y: number }[]>;

  constructor(readonly canvas: HTMLCanvasElement) {
    this.chart = new Chart(canvas, { type: 'line', data: { datasets: [] }, options: { animation: false } });
  }

  draw({ rows, curves }: Pick<Comparison, 'rows' | 'curves'>, words: CompareWords, theme: ThemeColors): void {
    const strokes = new Map(rows.map(row => [row.row, runStroke(row, theme)]));
    const marks = seedMarks(curves);
    this.chart.data.datasets = curves.map((curve, place) => {
      const { color = theme.foreground, dash = [] } = strokes.get(curve.row) ?? {};
      const mark = curve.seed === null ? undefined : marks.get(curve.seed);
      return {
        label: curve.title,
        data: Array.from(curve.epochs, (epoch, i) => ({ x: epoch, y: curve.accuracy[i] })),
        borderColor: color,
        backgroundColor: color,
        borderDash: dash,
        borderWidth: marks.size > 0 ? 1.5 : 2,
        pointStyle: mark?.pointStyle ?? 'circle',
        rotation: mark?.rotation ?? 0,
        pointBackgroundColor: mark?.isHollow ? theme.background : color,
        pointRadius: mark ? markRadii(curve, place) : curve.epochs.length === 1 ? 3 : 0,
        pointHoverRadius: 4,
        // Marks of the first and the last epoch stand over the edge.
        clip: 6,
      };
    });
    const whole = numbers({ maximumFractionDigits: 0 });
    // Between two epochs there is nothing to name.
    const wholeEpoch = (value: number) => (Number.isInteger(value) ? whole.format(value) : '');
    this.chart.options = {
      animation: false,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      interaction: { mode: 'x', intersect: false },
      layout: { padding: { right: 16, top: 10 } },
      scales: {
        x: {
          ...axisOptions(theme, { title: words.epoch, format: wholeEpoch, grid: false }),
          min: 1,
          max: Math.max(2, ...curves.map(({ epochs }) => epochs.at(-1) ?? 0)),
        },
        y: axisOptions(theme, { format: value => shareWords(value, 0) }),
      },
      plugins: {
        tooltip: {
          backgroundColor: theme.background,
          borderColor: theme.grid,
          borderWidth: 1,
          titleColor: theme.foreground,
          bodyColor: theme.foreground,
          titleFont: chartFont(theme),
          bodyFont: chartFont(theme),
          callbacks: {
            title: ([first]) => `${words.epoch} ${first?.parsed.x ?? ''}`,
            label: ({ dataset, parsed }) => ` ${dataset.label ?? ''}: ${shareWords(parsed.y ?? 0)}`,
          },
        },
      },
    };
    this.chart.update('none');
  }

  destroy(): void {
    this.chart.destroy();
  }
}

/** Marks at some epochs of a curve, which are not those of the next one. */
function markRadii({ epochs }: CompareCurve, place: number): number[] {
  const every = Math.max(1, Math.round(epochs.length / marksOfCurve));
  return Array.from(epochs, (_, i) => ((i + place) % every === 0 || epochs.length === 1 ? 3.5 : 0));
}
