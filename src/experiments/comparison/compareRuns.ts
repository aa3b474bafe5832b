import { type Experiment, backboneOf } from '../../protocol/experiment';
import type { Precision } from '../../protocol/precision';
import type { RunSummary } from '../../protocol/runSummary';
import { unfairness } from './fairness';
import { type Estimate, meanOf, meanOfSeeds, wilson } from './interval';
import { describeMethod, methodIds } from './methodWords';
import { type PairedTest, holm } from './pairedTest';
import { type Group, accuraciesOf, bySeed, testPaired } from './pairing';
import { seedsName } from './seedsName';

/** How much better a row is than the baseline; with a test of it where both answered the same questions. */
export interface Difference {
  readonly value: number;
  readonly test:
    (PairedTest & { /** `p` after Holm's correction for all tests of the comparison. */ adjusted: number }) | null;
}

/** Runs of one experiment: the same but for their seeds. */
export interface ComparisonRow {
  /** What the names of its experiments have in common. */
  readonly name: string;
  readonly backbone: string;
  /** Methods with the hyper-parameters that were set, for example `vpt-deep (prompts 10)`. */
  readonly method: string;
  readonly precision: Precision;
  readonly runs: readonly string[];
  /** Each once: runs that repeat a seed count as one. */
  readonly seeds: readonly number[];
  /** Trained values without the head; null if nobody counted. */
  readonly trainable: number | null;
  readonly head: number | null;
  /** Mean over seeds; with one seed, the interval is that of the number of test images. Null before the test. */
  readonly test: Estimate | null;
  /** Images in each test; null where its runs differ in that. */
  readonly testImages: number | null;
  /** Of the epoch that was selected; of runs that haven't ended, the best so far. Mean over seeds. */
  readonly validation: number | null;
  /** Mean over seeds. */
  readonly seconds: number | null;
  /** The most that its processes held, as far as they said. */
  readonly memoryBytes: number | null;
  /** What the following say is null where its runs differ in it, or nobody knows. */
  readonly epochs: number | null;
  readonly batchSize: number | null;
  readonly selectedBy: string | null;
  readonly engine: string | null;
  readonly isBaseline: boolean;
  /** Test accuracy less that of the baseline; null of the baseline itself. */
  readonly difference: Difference | null;
  /** Why this row can't be set beside the baseline as it is. */
  readonly unfair: readonly string[];
}

/**
 * Rows in the order in which their first runs were given.
 * @param baseline path of a run in the row that others are set beside; by default the first row that was tested
 */
export function compareRuns(runs: readonly RunSummary[], baseline?: string): ComparisonRow[] {
  const groups = new Map<string, Group>();
  for (const run of runs) {
    const key = run.experiment ? identityOf(run.experiment) : run.path;
    const group = groups.get(key);
    groups.set(key, group ? [...group, run] : [run]);
  }
  const all = [...groups.values()];
  const base =
    all.find(group => group.some(({ path }) => path === baseline)) ??
    all.find(group => group.some(({ test }) => test !== null)) ??
    all.at(0);
  const tests = all.map(group => (base === undefined || group === base ? null : testPaired(group, base)));
  const adjusted = holm(tests.map(test => test?.p ?? null));
  return all.map((group, i) => {
    const [test, after] = [tests[i], adjusted[i]];
    return rowOf(group, base ?? group, test && after !== null ? { ...test, adjusted: after } : null);
  });
}

/** Two experiments with the same identity are the same but for name and seed. */
const identityOf = (experiment: Experiment): string => JSON.stringify({ ...experiment, name: null, seed: null });

function rowOf(group: Group, baseline: Group, test: Difference['test']): ComparisonRow {
  const [{ experiment, started, id }] = group;
  const [accuracy, reference] = [testAccuracy(group), testAccuracy(baseline)];
  const named = group.flatMap(run =>
    run.experiment ? [{ name: run.experiment.name ?? run.id, seed: run.experiment.seed }] : [],
  );
  const seconds = bySeed(group, ({ end }) => end?.timing?.seconds);
  const validations = bySeed(group, validationOf);
  const memory = group.flatMap(({ steps }) => steps.flatMap(({ timing }) => timing?.memoryBytes ?? []));
  return {
    name: (named.length > 0 ? seedsName(named) : id) ?? (experiment ? methodIds(experiment) : id),
    backbone: experiment ? backboneOf(experiment).architecture : 'unknown',
    method: experiment ? describeMethod(experiment) : 'unknown',
    precision: experiment?.training.precision ?? 'float32',
    runs: group.map(run => run.path),
    seeds: [...new Set(named.map(({ seed }) => seed))].sort((a, b) => a - b),
    trainable: started?.trainable ?? null,
    head: started?.head ?? null,
    test: accuracy,
    testImages: only(group, run => run.test?.count),
    validation: validations.size > 0 ? meanOf([...validations.values()]) : null,
    seconds: seconds.size > 0 ? meanOf([...seconds.values()]) : null,
    memoryBytes: memory.length > 0 ? memory.reduce((a, b) => Math.max(a, b)) : null,
    epochs: only(group, run => run.experiment?.training.epochs),
    batchSize: only(group, run => run.experiment?.training.batchSize),
    selectedBy: only(group, run => run.selected?.by),
    engine: only(group, run => run.environment?.engine.name),
    isBaseline: group === baseline,
    difference: group !== baseline && accuracy && reference ? { value: accuracy.value - reference.value, test } : null,
    unfair: unfairness(group, baseline),
  };
}

/** What all runs that say it have in common. */
function only<T extends string | number>(group: Group, of: (run: RunSummary) => T | undefined): T | null {
  const [value, ...others] = new Set(group.flatMap(run => of(run) ?? []));
  return value === undefined || others.length > 0 ? null : value;
}

function testAccuracy(group: Group): Estimate | null {
  const accuracies = [...accuraciesOf(group).values()];
  if (accuracies.length > 1) return meanOfSeeds(accuracies);
  const count = group.find(({ test }) => test !== null)?.test?.count ?? 1;
  return accuracies.length === 1 ? wilson(accuracies[0], count) : null;
}

function validationOf({ end, epochs }: RunSummary): number | null | undefined {
  if (end?.type === 'finished') return end.metrics.validation?.accuracy;
  const accuracies = epochs.flatMap(({ validation }) => validation?.accuracy ?? []);
  return accuracies.length > 0 ? Math.max(...accuracies) : null;
}
