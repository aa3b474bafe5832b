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

/**
 * The room that names need for a layer's place on the axis, in sizes of the font: for all beside the numbers of the
 * blocks, and for norm and head beside each other.
 */
const roomFor = { embedding: 3.4, head: 2.5 };

/**
 * The empty lines above a layer's label: the names stand below the numbers of the blocks where there is no room beside
 * them, and the head below norm where there is none either.
 * @param place of a layer on the axis, in sizes of the font
 */
function lowered(index: number, layers: number, place: number): string[] {
  const isName = index === 0 || index >= layers - 2;
  if (!isName || place >= roomFor.embedding) return [];
  return index === layers - 1 && place < roomFor.head ? ['', ''] : [''];
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
            return [...lowered(index, length, this.width / length / theme.fontSize), label];
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
