import { Chart, LineController, LineElement, LinearScale, PointElement, Tooltip } from 'chart.js';
import type { CompareCurve, CompareWords } from '../../src/protocol/comparePanel';
import { axisOptions, chartFont, runStroke } from '../bridge/chartTheme';
import { numbers, shareWords } from '../bridge/chartWords';
import type { ThemeColors } from '../bridge/theme';

Chart.register(LineController, LineElement, LinearScale, PointElement, Tooltip);

/** Validation accuracy over the epochs, a line for each run. */
export class CurvesChart {
  private readonly chart: Chart<'line', { x: number; y: number }[]>;

  constructor(readonly canvas: HTMLCanvasElement) {
    this.chart = new Chart(canvas, { type: 'line', data: { datasets: [] }, options: { animation: false } });
  }

  draw(curves: readonly CompareCurve[], words: CompareWords, theme: ThemeColors): void {
    this.chart.data.datasets = curves.map(curve => {
      const { color, dash } = runStroke(curve, theme);
      return {
        label: curve.title,
        data: Array.from(curve.epochs, (epoch, i) => ({ x: epoch, y: curve.accuracy[i] })),
        borderColor: color,
        backgroundColor: color,
        borderDash: dash,
        borderWidth: 2,
        pointRadius: curve.epochs.length === 1 ? 3 : 0,
        pointHoverRadius: 4,
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
