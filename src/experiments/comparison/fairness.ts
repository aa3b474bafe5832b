import { backboneOf } from '../../protocol/experiment';
import type { RunSummary } from '../../protocol/runSummary';

/** What runs must have in common to be compared: what it is called, and its value, undefined where nobody knows. */
const conditions: readonly (readonly [what: string, of: (run: RunSummary) => unknown])[] = [
  ['images', run => run.environment?.data.fingerprint],
  [
    'split',
    ({ experiment }) => experiment && [experiment.data.validation, experiment.data.test, experiment.data.shots],
  ],
  ['test images', run => run.test?.count],
  ['preprocessing', ({ experiment }) => experiment && (experiment.data.preprocessing ?? {})],
  ['budget', ({ experiment }) => experiment && [experiment.training.epochs, experiment.training.batchSize]],
  ['selection', run => run.selected?.by],
  ['precision', run => run.experiment?.training.precision],
  ['engine', ({ environment }) => environment && [environment.engine.name, environment.engine.device ?? 'cpu']],
  ['version', run => run.environment?.versions.visualTuning],
  ['machine (time)', ({ environment }) => environment && [environment.processor.model, environment.engine.threads]],
];

/** Why a row can't be set beside the baseline as it is, a phrase each. */
export function unfairness(group: readonly RunSummary[], baseline: readonly RunSummary[]): string[] {
  const untested = group.filter(run => run.test === null).length;
  const seeds = (runs: readonly RunSummary[]) => [...valuesOf(runs, run => run.experiment?.seed)].sort().join();
  return [
    ...(untested === 0 ? [] : [untested === group.length ? 'not tested yet' : `${untested} not tested yet`]),
    ...(group.some(({ changes }) => changes.length > 0) ? ['learning rate changed in mid-run'] : []),
    ...conditions.flatMap(([what, of]) => differing(what, valuesOf(group, of), valuesOf(baseline, of))),
    ...weightsUnlike(group, baseline),
    ...(seeds(group) === seeds(baseline) ? [] : ['other seeds']),
  ];
}

/** Whether rows that differ in this way were tested on the same images, seed by seed. */
export const areSameImages = (unfair: readonly string[]): boolean =>
  !unfair.some(reason => /^(other )?(images|split|test images|seeds)\b|not tested/.test(reason));

function valuesOf(runs: readonly RunSummary[], of: (run: RunSummary) => unknown): ReadonlySet<string> {
  return new Set(runs.map(of).flatMap(value => (value === undefined || value === null ? [] : [JSON.stringify(value)])));
}

function differing(what: string, values: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  if (values.size > 1) return [`${what} not the same in all its runs`];
  const [value] = values;
  return values.size === 0 || others.size === 0 || others.has(value) ? [] : [`other ${what}`];
}

/** Weights that an experiment names alike and that are not: another backbone is what may be compared. */
function weightsUnlike(group: readonly RunSummary[], baseline: readonly RunSummary[]): string[] {
  const [a, b] = [group, baseline].map(([{ experiment }]) => JSON.stringify(experiment && backboneOf(experiment)));
  const of = (run: RunSummary) => run.environment?.backboneFingerprint;
  return a === b ? differing('backbone weights', valuesOf(group, of), valuesOf(baseline, of)) : [];
}
