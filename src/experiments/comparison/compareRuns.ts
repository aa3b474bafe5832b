import { methodEntriesOf, backboneOf } from '../../protocol/experiment';
import type { Experiment } from '../../protocol/experiment';
import type { Precision } from '../../protocol/precision';
import type { RunSummary } from '../../protocol/runSummary';
import { type Estimate, meanOfSeeds, wilson } from './interval';

/** Runs of one experiment: the same but for their seeds. */
export interface ComparisonRow {
  readonly name: string;
  readonly backbone: string;
  /** Methods with the hyper-parameters that were set, for example `vpt-deep (prompts 10)`. */
  readonly method: string;
  readonly precision: Precision;
  readonly runs: readonly string[];
  readonly seeds: readonly number[];
  /** Trained values without the head. */
  readonly trainable: number;
  readonly head: number;
  /** Mean over seeds; with one seed, the interval is that of the number of test images. Null before the test. */
  readonly test: Estimate | null;
  readonly validation: number | null;
  /** Mean over seeds. */
  readonly seconds: number | null;
  /** Why this row can't be set beside the first one as it is. */
  readonly unfair: readonly string[];
}

/** Rows in the order in which their first runs were given. */
export function compareRuns(runs: readonly RunSummary[]): ComparisonRow[] {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const key = run.experiment ? identityOf(run.experiment) : run.path;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const [baseline] = groups.values();
  return [...groups.values()].map(group => rowOf(group, baseline ?? group));
}

/** Two experiments with the same identity are the same but for name and seed. */
function identityOf(experiment: Experiment): string {
  return JSON.stringify({ ...experiment, name: null, seed: null });
}

function rowOf(group: readonly RunSummary[], baseline: readonly RunSummary[]): ComparisonRow {
  const [first] = group;
  const { experiment, started } = first;
  const accuracies = group.flatMap(({ test }) => (typeof test?.accuracy === 'number' ? [test.accuracy] : []));
  const validations = group.flatMap(({ end }) => {
    const value = end?.type === 'finished' ? end.metrics.validation?.accuracy : null;
    return typeof value === 'number' ? [value] : [];
  });
  const seconds = group.flatMap(({ end }) => (end?.timing?.seconds === undefined ? [] : [end.timing.seconds]));
  return {
    name: experiment?.name ?? first.id,
    backbone: experiment ? backboneOf(experiment).architecture : 'unknown',
    method: experiment ? methodEntriesOf(experiment).map(describeMethod).join(' + ') : 'unknown',
    precision: experiment?.training.precision ?? 'float32',
    runs: group.map(run => run.path),
    seeds: group.flatMap(run => (run.experiment ? [run.experiment.seed] : [])),
    trainable: started?.trainable ?? 0,
    head: started?.head ?? 0,
    test:
      accuracies.length > 1
        ? meanOfSeeds(accuracies)
        : accuracies.length === 1
          ? wilson(accuracies[0], first.test?.count ?? 1)
          : null,
    validation: validations.length > 0 ? mean(validations) : null,
    seconds: seconds.length > 0 ? mean(seconds) : null,
    unfair: unfairness(group, baseline),
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function describeMethod({ id, ...values }: Record<string, unknown> & { id: string }): string {
  const set = Object.entries(values).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(',') : String(value)}`,
  );
  return set.length > 0 ? `${id} (${set.join(', ')})` : id;
}

/** What keeps a row from being compared with the first: other data, another split, another budget, no test yet. */
function unfairness(group: readonly RunSummary[], baseline: readonly RunSummary[]): string[] {
  const [a, b] = [group[0], baseline[0]];
  const differs = <T>(of: (run: RunSummary) => T): boolean => JSON.stringify(of(a)) !== JSON.stringify(of(b));
  const seeds = (runs: readonly RunSummary[]) => runs.map(run => run.experiment?.seed).sort();
  return [
    ...(group.some(run => run.test === null) ? ['not tested yet'] : []),
    ...(differs(run => run.environment?.data.fingerprint) ? ['other images'] : []),
    ...(differs(run => [run.experiment?.data.validation, run.experiment?.data.test, run.experiment?.data.shots])
      ? ['other split']
      : []),
    ...(differs(run => run.experiment?.data.preprocessing) ? ['other preprocessing'] : []),
    ...(differs(run => [run.experiment?.training.epochs, run.experiment?.training.batchSize]) ? ['other budget'] : []),
    ...(differs(run => run.experiment?.training.precision) ? ['other precision'] : []),
    ...(JSON.stringify(seeds(group)) === JSON.stringify(seeds(baseline)) ? [] : ['other seeds']),
  ];
}
