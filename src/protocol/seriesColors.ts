/**
 * The colours of runs in charts, tables and the explorer, in the order in which they are given out. Each is the theme
 * colour `charts.<name>`, in a page `--vscode-charts-<name>`. Orange is left out: where themes don't set it, it is so
 * transparent that it can't be read.
 */
export const seriesColors = ['blue', 'green', 'purple', 'yellow', 'red'] as const;
export type SeriesColor = (typeof seriesColors)[number];

/** What a run's line looks like: beyond the number of colours they come again, with another dash pattern. */
export interface SeriesStyle {
  readonly color: SeriesColor;
  /** 0 is a solid line; counts on for each time that the colours come again. */
  readonly dash: number;
}

/** The look of the series with an index, counted from 0. */
export function seriesStyle(index: number): SeriesStyle {
  return { color: seriesColors[index % seriesColors.length], dash: Math.floor(index / seriesColors.length) };
}

/**
 * Gives each run that is shown an index of its own. A run keeps the index that it had before, hidden in between or not,
 * unless another that is shown took it; the others get the smallest that are free.
 * @param before run by run, the indices given out so far
 * @param shown ids of the runs that are shown, each once
 * @returns the indices of all of `before` and `shown`
 */
export function assignSeries(
  before: Readonly<Record<string, number>>,
  shown: readonly string[],
): Record<string, number> {
  const assigned = new Map(Object.entries(before));
  const taken = new Set<number>();
  const homeless = shown.filter(run => {
    const index = assigned.get(run);
    if (index === undefined || taken.has(index)) return true;
    taken.add(index);
    return false;
  });
  let free = 0;
  for (const run of homeless) {
    while (taken.has(free)) free++;
    taken.add(free);
    assigned.set(run, free);
  }
  return Object.fromEntries(assigned);
}
