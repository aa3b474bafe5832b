import type * as vscode from 'vscode';
import { type ComparisonRow, compareRuns } from '../../experiments/comparison/compareRuns';
import { methodIds, settingsOf } from '../../experiments/comparison/methodWords';
import { comparisonNotes, sharedNote } from '../../experiments/comparison/notes';
import type { CompareCurve, CompareRow, Comparison } from '../../protocol/comparePanel';
import type { CompareState } from '../../protocol/compareRequests';
import { methodEntriesOf } from '../../protocol/experiment';
import type { RunSummary } from '../../protocol/runSummary';
import { type SeriesStyle, seriesStyle } from '../../protocol/seriesColors';
import { runTitle } from '../../runs/runTitle';
import { configDifferences } from './configDifferences';
import { confusionOf } from './confusionOf';
import { noteWords } from './noteWords';

const titleOf = ({ id, experiment }: RunSummary) => runTitle({ id, experiment: experiment?.name ?? id });

/** Runs as rows, the baseline among them; with the rows as `compareRuns` gives them, by their ids. */
export interface ComparedRuns {
  readonly message: Comparison;
  readonly rows: ReadonlyMap<string, ComparisonRow>;
}

/** How the editor shows a comparison. */
export interface ComparisonLook {
  /** What some runs look like that are shown together, by their paths. */
  readonly stylesOf: (paths: readonly string[]) => ReadonlyMap<string, SeriesStyle>;
  readonly l10n: typeof vscode.l10n;
}

/**
 * Everything that the compare panel shows of some runs.
 * @param baseline id of the row that others are set beside; the first that was tested if there is no such row
 */
export function comparison(
  runs: readonly RunSummary[],
  baseline: CompareState['baseline'],
  { stylesOf, l10n }: ComparisonLook,
): ComparedRuns {
  const byPath = new Map(runs.map(run => [run.path, run]));
  const rows = compareRuns(runs, runs.find(({ id }) => id === baseline)?.path);
  const idOf = ({ runs: [first] }: ComparisonRow) => byPath.get(first)?.id ?? first;
  const summaries = (row: ComparisonRow) => row.runs.flatMap(path => byPath.get(path) ?? []);
  const base = rows.find(({ isBaseline }) => isBaseline);
  const styles = stylesOf(rows.map(row => row.runs[0]));
  const words = noteWords(l10n);
  return {
    rows: new Map(rows.map(row => [idOf(row), row])),
    message: {
      type: 'comparison',
      baseline: base ? idOf(base) : null,
      rows: rows.map(row => compareRow(row, summaries(row), styles.get(row.runs[0]) ?? seriesStyle(0))),
      curves: rows.flatMap(row => summaries(row).map(run => curveOf(idOf(row), run))),
      confusions: rows.flatMap(row => confusionOf(idOf(row), summaries(row)) ?? []),
      differences: configDifferences(rows.map(row => summaries(row)[0]?.experiment ?? null)),
      shared: sharedNote(rows, words),
      notes: comparisonNotes(rows, words),
      problems: runs.flatMap(({ experiment, problems }) => (experiment === null ? problems.slice(0, 1) : [])),
    },
  };
}

function compareRow(row: ComparisonRow, runs: readonly RunSummary[], style: SeriesStyle): CompareRow {
  const { name, backbone, precision, trainable, head, test, validation, seconds, memoryBytes, difference } = row;
  const [{ id, experiment }] = runs;
  const tested = difference?.test;
  return {
    row: id,
    name,
    backbone,
    method: experiment ? methodIds(experiment) : 'unknown',
    settings: [
      ...(experiment ? methodEntriesOf(experiment).flatMap(settingsOf) : []),
      ...(precision === 'float32' ? [] : [precision]),
    ].join(' · '),
    style,
    runs: runs.map(run => ({ title: titleOf(run), seed: run.experiment?.seed ?? null })),
    seeds: row.seeds.length,
    trainable,
    head,
    test: test && { value: test.value, low: test.low, high: test.high },
    validation,
    seconds,
    memoryBytes,
    difference: difference && difference.value,
    tested: tested ? { value: tested.value, low: tested.low, high: tested.high, p: tested.adjusted } : null,
    unfair: [...row.unfair],
  };
}

function curveOf(row: string, run: RunSummary): CompareCurve {
  const measured = run.epochs.filter(({ validation }) => validation !== null);
  return {
    row,
    title: titleOf(run),
    seed: run.experiment?.seed ?? null,
    epochs: Float64Array.from(measured, ({ epoch }) => epoch),
    accuracy: Float64Array.from(measured, ({ validation }) => validation?.accuracy ?? Number.NaN),
  };
}
