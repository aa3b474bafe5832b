import type { RunOverview, RunPresence } from '../../protocol/runOverview';

/** What can be done with a run: the words in its `viewItem` context that menus look for. */
export type RunAbility = 'stoppable' | 'pausable' | 'paused' | 'resumable' | 'adjustable' | 'inspectable' | 'deletable';

const presences: Readonly<Record<Exclude<RunAbility, 'inspectable'>, readonly RunPresence[]>> = {
  stoppable: ['queued', 'preparing', 'running', 'paused', 'stopping', 'lost'],
  pausable: ['running'],
  paused: ['paused'],
  adjustable: ['running', 'paused'],
  resumable: ['stopped', 'failed', 'crashed'],
  // Of a run that lost contact, the process may be there; the person is told.
  deletable: ['done', 'stopped', 'failed', 'crashed', 'lost', 'unknown'],
};

/** Whether something can be done with a run as it is. */
export function isAble({ presence, epoch }: Pick<RunOverview, 'presence' | 'epoch'>, ability: RunAbility): boolean {
  // At the end of the first epoch there is a checkpoint to look into.
  return ability === 'inspectable' ? epoch > 0 : presences[ability].includes(presence);
}

const abilities = [
  'stoppable',
  'pausable',
  'paused',
  'resumable',
  'adjustable',
  'inspectable',
  'deletable',
] as const satisfies readonly RunAbility[];

/** The `viewItem` context of a run: `run` and what can be done with it. */
export function runContext(run: Pick<RunOverview, 'presence' | 'epoch'>): string {
  return ['run', ...abilities.filter(ability => isAble(run, ability))].join(' ');
}
