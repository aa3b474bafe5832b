import type { ScaleOptionsByType } from 'chart.js';
import { type SeriesColor, type SeriesStyle, seriesColors } from '../../src/protocol/seriesColors';
import type { ThemeColors } from './theme';

/** The editor's own font, as a canvas takes it. */
export const chartFont = ({ fontFamily, fontSize }: ThemeColors, scale = 1) => ({
  family: fontFamily,
  size: scale * fontSize,
});

/** The colour of a series in the theme that is on now; that of text in a theme that leaves it out. */
export function seriesColor(name: SeriesColor): string {
  const style = getComputedStyle(document.body);
  const of = (variable: string) => style.getPropertyValue(`--vscode-${variable}`).trim();
  return of(`charts-${name}`) || of('foreground');
}

/** Whether the theme is one of high contrast, where lines are told apart by more than their colours. */
export const isHighContrast = ({ contrastBorder }: ThemeColors): boolean => contrastBorder !== null;

const dashPatterns: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 4],
  [4, 6],
  [10, 2, 2, 2, 2, 2],
];

/** Lengths of dashes and gaps in pixels: 0 is a solid line; they come again after the last. */
export const dashPattern = (index: number): number[] => [...dashPatterns[index % dashPatterns.length]];

/** What a run is drawn with wherever it is shown. */
export function runStroke(
  { style }: { readonly style: SeriesStyle },
  theme: ThemeColors,
): { color: string; dash: number[] } {
  const dash = isHighContrast(theme)
    ? style.dash * seriesColors.length + seriesColors.indexOf(style.color)
    : style.dash;
  return { color: seriesColor(style.color), dash: dashPattern(dash) };
}

/** What an axis looks like, beside its own meaning. */
export interface AxisLook {
  readonly title?: string;
  readonly logarithmic?: boolean;
  /** Values as the person reads them. */
  readonly format: (value: number) => string;
  readonly grid?: boolean;
}

type AxisOptions = Pick<ScaleOptionsByType<'linear' | 'logarithmic'>, 'type'>;

const isLabelledOnLogScale = (value: number) => {
  const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some(labelled => Math.abs(mantissa - labelled) < 1e-6);
};

/** The options of an axis in the editor's colours and font. */
export function axisOptions(theme: ThemeColors, { title, logarithmic = false, format, grid = true }: AxisLook) {
  const type: AxisOptions['type'] = logarithmic ? 'logarithmic' : 'linear';
  return {
    type,
    title: {
      display: title !== undefined,
      text: title ?? '',
      color: theme.muted,
      font: chartFont(theme, 0.9),
      padding: 2,
    },
    ticks: {
      color: theme.foreground,
      font: chartFont(theme, 0.85),
      maxRotation: 0,
      autoSkipPadding: 14,
      // Minor lines of a log scale have no room for a label each.
      callback: (value: number | string) =>
        logarithmic && !isLabelledOnLogScale(Number(value)) ? null : format(Number(value)),
    },
    grid: { display: grid, color: theme.grid, tickLength: 4 },
    border: { color: theme.grid },
  };
}
