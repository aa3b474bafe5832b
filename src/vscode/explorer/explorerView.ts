import * as z from 'zod';
import type { RunOverview, RunPresence } from '../../protocol/runOverview';
import { onFirstUse } from '../onFirstUse';

export const groupings = ['experiment', 'state', 'method', 'none'] as const;
export type Grouping = (typeof groupings)[number];

export const orders = ['newest', 'name', 'accuracy', 'trainable'] as const;
export type Order = (typeof orders)[number];

/** The states that runs are grouped and filtered by, in the order in which they are listed. */
export const stateKinds = ['underWay', 'queued', 'done', 'stopped', 'failed', 'lost', 'unknown'] as const;
export type StateKind = (typeof stateKinds)[number];

/** How the explorer lists runs; kept from one day to the next. */
export const explorerViewSchema = z.object({
  group: z.enum(groupings).default('experiment'),
  order: z.enum(orders).default('newest'),
  /** Words that all stand in what is shown of a run. */
  text: z.string().default(''),
  /** Empty: runs in any state. */
  states: z.array(z.enum(stateKinds)).default([]),
});
export type ExplorerView = Readonly<z.infer<typeof explorerViewSchema>>;

const kinds: Readonly<Record<RunPresence, StateKind>> = {
  preparing: 'underWay',
  running: 'underWay',
  paused: 'underWay',
  stopping: 'underWay',
  queued: 'queued',
  done: 'done',
  stopped: 'stopped',
  failed: 'failed',
  crashed: 'failed',
  lost: 'lost',
  unknown: 'unknown',
};

/** Which of the listed states a run is in. */
export function stateKind(presence: RunPresence): StateKind {
  return kinds[presence];
}

/** Whether a process works on a run, or should. */
export function isRunning({ presence }: Pick<RunOverview, 'presence'>): boolean {
  return stateKind(presence) === 'underWay';
}

/** Whether some runs are left out. */
export function isFiltered({ text, states }: ExplorerView): boolean {
  return text.trim() !== '' || states.length > 0;
}

/** Whether all words of the filter stand in one of these texts or another. */
export function matchesText({ text }: ExplorerView, ...texts: readonly string[]): boolean {
  const haystack = texts.join('\n').toLowerCase();
  const words = text.toLowerCase().split(/\s+/);
  return words.every(word => haystack.includes(word));
}

/** Whether a run passes the filter. */
export function isShown(view: ExplorerView, { id, experiment, method, backbone, presence }: RunOverview): boolean {
  const isState = view.states.length === 0 || view.states.includes(stateKind(presence));
  return isState && matchesText(view, id, experiment, method, backbone);
}

const collator = onFirstUse(() => new Intl.Collator('en', { numeric: true }));
const byName = (a: string, b: string) => collator().compare(a, b);
const newestFirst = (a: RunOverview, b: RunOverview) => b.created - a.created || byName(b.id, a.id);

const comparisons: Readonly<Record<Order, (a: RunOverview, b: RunOverview) => number>> = {
  newest: newestFirst,
  name: (a, b) => byName(a.id, b.id),
  // Runs that have no number yet come last, either way.
  accuracy: (a, b) => (b.best?.accuracy ?? -1) - (a.best?.accuracy ?? -1) || newestFirst(a, b),
  trainable: (a, b) => (a.trainable ?? Number.MAX_VALUE) - (b.trainable ?? Number.MAX_VALUE) || newestFirst(a, b),
};

/** The runs in the order chosen: newest, most accurate and fewest trainable values first. */
export function inOrder(order: Order, runs: readonly RunOverview[]): RunOverview[] {
  return [...runs].sort(comparisons[order]);
}

/** Names in their natural order, numbers by their value. */
export function inNaturalOrder<T>(things: readonly T[], nameOf: (thing: T) => string): T[] {
  return [...things].sort((a, b) => byName(nameOf(a), nameOf(b)));
}
