import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LogarithmicScale,
  Tooltip,
} from 'chart.js';
import type { SetupWords } from '../../src/protocol/setupWords';
import type { ThemeColors } from '../bridge/theme';
import type { LayerBars } from './layerBars';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LogarithmicScale, Legend, Tooltip);

/** A bar chart of trained parameters per layer: stacked, or side by side on a log scale. */
export class LayerChart {
  private readonly chart: Chart<'bar', (number | null)[], string>;

  constructor(canvas: HTMLCanvasElement) {
    this.chart = new Chart(canvas, { type: 'bar', data: { labels: [], datasets: [] } });
  }

  draw({ layers, series }: LayerBars, logScale: boolean, words: SetupWords, theme: ThemeColors): void {
    this.chart.data = {
      labels: layers.map(String),
      datasets: series.map(({ part, title, values }, index) => ({
        label: title,
        data: [...values],
        backgroundColor: part === 'head' ? theme.muted : theme.series[index % theme.series.length],
        borderColor: theme.contrastBorder ?? theme.background,
        borderWidth: theme.contrastBorder === null ? 0 : 1,
        skipNull: true,
        maxBarThickness: 48,
      })),
    };
    this.chart.options = optionsOf(logScale, words, theme);
    this.chart.update('none');
  }
}

/** A layer's place on the axis, in pixels, that is too narrow for names: they then move below the blocks' numbers. */
const placeOfName = 44;

/** The empty lines above a layer's name: embedding and norm stand on a second line, the head on a third. */
function lowered(index: number, layers: number): string[] {
  if (index === layers - 1) return ['', ''];
  return index === 0 || index === layers - 2 ? [''] : [];
}

function optionsOf(
  logScale: boolean,
  words: SetupWords,
  theme: ThemeColors,
): NonNullable<ChartConfiguration<'bar'>['options']> {
  const compact = new Intl.NumberFormat(document.documentElement.lang, { notation: 'compact' });
  const whole = new Intl.NumberFormat(document.documentElement.lang);
  const font = { family: theme.fontFamily, size: theme.fontSize };
  const title = (text: string) => ({ display: true, text, color: theme.muted, font });
  const ticks = { color: theme.foreground, font: { ...font, size: 0.85 * font.size } };
  const isPowerOfTen = (value: number) => Number.isInteger(Math.log10(value));
  return {
    animation: false,
    maintainAspectRatio: false,
    interaction: { mode: 'index', intersect: false },
    scales: {
      x: {
        stacked: !logScale,
        title: title(words.layer),
        ticks: {
          ...ticks,
          autoSkip: false,
          maxRotation: 0,
          callback(value, index, { length }) {
            const label = this.getLabelForValue(Number(value));
            return this.width / length < placeOfName ? [...lowered(index, length), label] : label;
          },
        },
        grid: { display: false },
        border: { color: theme.grid },
      },
      y: {
        type: logScale ? 'logarithmic' : 'linear',
        stacked: !logScale,
        min: logScale ? 1 : 0,
        title: title(logScale ? words.parametersOnLogScale : words.parameters),
        ticks: {
          ...ticks,
          callback: value => (logScale && !isPowerOfTen(Number(value)) ? null : compact.format(Number(value))),
        },
        grid: { color: theme.grid },
        border: { display: false },
      },
    },
    plugins: {
      legend: { align: 'start', labels: { color: theme.foreground, font, boxWidth: theme.fontSize } },
      tooltip: {
        filter: ({ raw }) => raw !== null,
        callbacks: { label: ({ dataset, parsed }) => ` ${dataset.label}: ${whole.format(parsed.y ?? 0)}` },
      },
    },
  };
}
