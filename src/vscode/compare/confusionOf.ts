import type { CompareConfusion } from '../../protocol/comparePanel';
import type { RunSummary } from '../../protocol/runSummary';

/** Added up over the runs that were tested on the same classes; null if no run says. */
export function confusionOf(row: string, runs: readonly RunSummary[]): CompareConfusion | null {
  const known = runs.flatMap(({ experiment, test }) =>
    test?.confusion && test.classes && test.confusion.length === test.classes.length
      ? [{ seed: experiment?.seed, classes: test.classes, counts: Float64Array.from(test.confusion.flat()) }]
      : [],
  );
  const [first] = known;
  if (first === undefined || first.counts.length !== first.classes.length ** 2) return null;
  const same = known.filter(({ classes }) => classes.join('\n') === first.classes.join('\n'));
  const images = same.map(({ counts }) => counts.reduce((a, b) => a + b, 0));
  return {
    row,
    classes: [...first.classes],
    counts: first.counts.map((_, i) => same.reduce((sum, { counts }) => sum + counts[i], 0)),
    runs: same.length,
    repeatsSeeds: new Set(same.map(({ seed }) => seed)).size < same.length,
    images: [Math.min(...images), Math.max(...images)],
  };
}
