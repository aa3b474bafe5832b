import type { RunOverview, RunPresence } from '../../protocol/runOverview';
import type { RunChange } from '../../runs/runStore';

/** How a run that was under way came to an end. */
export type RunEnd = 'done' | 'failed' | 'crashed' | 'lost';

const atWork: readonly RunPresence[] = ['queued', 'preparing', 'running', 'paused', 'stopping'];

/**
 * The runs that came to an end which the person may want to be told of: not those that they stopped themselves, nor those
 * that had ended when they were first seen.
 */
export function runEnds(changes: readonly RunChange[]): { readonly run: RunOverview; readonly end: RunEnd }[] {
  return changes.flatMap(({ before, now }) => {
    const end = before && now && endBetween(before.presence, now.presence);
    return end ? [{ run: now, end }] : [];
  });
}

function endBetween(before: RunPresence, now: RunPresence): RunEnd | undefined {
  switch (now) {
    case 'lost':
      return atWork.includes(before) ? now : undefined;
    case 'done':
    case 'failed':
    case 'crashed':
      return atWork.includes(before) || before === 'lost' ? now : undefined;
    default:
      return undefined;
  }
}
