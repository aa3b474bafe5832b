import { type ComparisonRow, compareRuns } from '../../experiments/comparison/compareRuns';
import type { CompareConfusion, CompareCurve, CompareRow, Comparison } from '../../protocol/comparePanel';
import type { CompareState } from '../../protocol/compareRequests';
import { methodEntriesOf } from '../../protocol/experiment';
import type { RunSummary } from '../../protocol/runSummary';
import type { SeriesStyle } from '../../protocol/seriesColors';
import { runTitle } from '../../runs/runTitle';
import { configDifferences } from './configDifferences';

const titleOf = ({ id, experiment }: RunSummary) => runTitle({ id, experiment: experiment?.name ?? id });

/** Runs as rows, the baseline among them; with the rows as `compareRuns` gives them, by their ids. */
export interface ComparedRuns {
  readonly message: Comparison;
  readonly rows: ReadonlyMap<string, ComparisonRow>;
}

/**
 * Everything that the compare panel shows of some runs.
 * @param baseline id of the row that others are set beside; the first that was tested if there is no such row
 */
export function comparison(
  runs: readonly RunSummary[],
  baseline: CompareState['baseline'],
  styleOf: (path: string) => SeriesStyle,
): ComparedRuns {
  const byPath = new Map(runs.map(run => [run.path, run]));
  const idOf = ({ runs: [first] }: ComparisonRow) => byPath.get(first)?.id ?? first;
  const asGiven = compareRuns(runs);
  const base =
    asGiven.find(row => idOf(row) === baseline) ?? asGiven.find(({ test }) => test !== null) ?? asGiven.at(0);
  // What is unfair is so beside the first row.
  const inFront = runs.toSorted((a, b) => Number(isOf(b, base)) - Number(isOf(a, base)));
  const byId = new Map(compareRuns(inFront).map(row => [idOf(row), row]));
  const rows = asGiven.flatMap(row => byId.get(idOf(row)) ?? []);
  const summaries = (row: ComparisonRow) => row.runs.flatMap(path => byPath.get(path) ?? []);
  return {
    rows: byId,
    message: {
      type: 'comparison',
      baseline: base ? idOf(base) : null,
      rows: rows.map(row => compareRow(idOf(row), row, summaries(row), base, styleOf)),
      curves: rows.flatMap(row => summaries(row).map(run => curveOf(idOf(row), run, styleOf(run.path)))),
      confusions: rows.flatMap(row => confusionOf(idOf(row), summaries(row)) ?? []),
      differences: configDifferences(rows.map(row => summaries(row)[0]?.experiment ?? null)),
      problems: runs.flatMap(({ experiment, problems }) => (experiment === null ? problems.slice(0, 1) : [])),
    },
  };
}

const isOf = ({ path }: RunSummary, row: ComparisonRow | undefined) => row?.runs.includes(path) ?? false;

function compareRow(
  id: string,
  row: ComparisonRow,
  runs: readonly RunSummary[],
  base: ComparisonRow | undefined,
  styleOf: (path: string) => SeriesStyle,
): CompareRow {
  const { name, backbone, precision, trainable, head, test, validation, seconds, unfair } = row;
  const isCounted = runs.some(({ started }) => started !== null);
  const isBaseline = base !== undefined && row.runs.some(path => base.runs.includes(path));
  const memory = runs.flatMap(({ steps }) => steps.flatMap(({ timing }) => timing?.memoryBytes ?? []));
  return {
    row: id,
    name,
    backbone,
    ...describedMethods(runs[0], precision),
    runs: runs.map(run => ({ title: titleOf(run), style: styleOf(run.path), seed: run.experiment?.seed ?? null })),
    trainable: isCounted ? trainable : null,
    head: isCounted ? head : null,
    test: test && { value: test.value, low: test.low, high: test.high },
    validation: validation ?? bestValidation(runs),
    seconds,
    memoryBytes: memory.length > 0 ? memory.reduce((a, b) => Math.max(a, b)) : null,
    difference: !isBaseline && test && base?.test ? test.value - base.test.value : null,
    unfair: [...unfair],
  };
}

/** What a row was tuned by: the methods' ids, and beside them what they were set to. */
function describedMethods(
  { experiment }: RunSummary,
  precision: ComparisonRow['precision'],
): Pick<CompareRow, 'method' | 'settings'> {
  const entries: readonly ({ id: string } & Record<string, unknown>)[] = experiment ? methodEntriesOf(experiment) : [];
  const settings = entries.flatMap(entry =>
    Object.entries(entry)
      .filter(([name]) => name !== 'id')
      .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(',') : String(value)}`),
  );
  return {
    method: entries.map(({ id }) => id).join(' + ') || 'unknown',
    settings: [...settings, ...(precision === 'float32' ? [] : [precision])].join(' · '),
  };
}

/** Of runs that haven't ended: the mean of their best epochs. */
function bestValidation(runs: readonly RunSummary[]): number | null {
  const best = runs.flatMap(({ epochs }) => {
    const accuracies = epochs.flatMap(({ validation }) => validation?.accuracy ?? []);
    return accuracies.length > 0 ? [Math.max(...accuracies)] : [];
  });
  return best.length > 0 ? best.reduce((a, b) => a + b, 0) / best.length : null;
}

function curveOf(row: string, run: RunSummary, style: SeriesStyle): CompareCurve {
  const measured = run.epochs.filter(({ validation }) => validation !== null);
  return {
    row,
    title: titleOf(run),
    style,
    epochs: Float64Array.from(measured, ({ epoch }) => epoch),
    accuracy: Float64Array.from(measured, ({ validation }) => validation?.accuracy ?? Number.NaN),
  };
}

/** Added up over the runs that were tested on the same classes; null if no run says. */
function confusionOf(row: string, runs: readonly RunSummary[]): CompareConfusion | null {
  const known = runs.flatMap(({ test }) =>
    test?.confusion && test.classes && test.confusion.length === test.classes.length
      ? [{ classes: test.classes, counts: Float64Array.from(test.confusion.flat()) }]
      : [],
  );
  const [first] = known;
  if (first === undefined || first.counts.length !== first.classes.length ** 2) return null;
  const same = known.filter(({ classes }) => classes.join('\n') === first.classes.join('\n'));
  return {
    row,
    classes: [...first.classes],
    counts: first.counts.map((_, i) => same.reduce((sum, { counts }) => sum + counts[i], 0)),
  };
}
