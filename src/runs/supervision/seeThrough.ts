import type { RunFolder } from '../runFolder';
import type { Follower } from './follower';
import type { Launched } from './launch';
import { falseStart, recordExit, recordFalseStart } from './launchEnd';
import { killTree } from './signals';

/** Where the supervisor says what nobody waits to hear. */
export interface SupervisorLog {
  info(text: string): void;
  error(text: string): void;
}

/** What a supervisor does while a process of its own trains. */
export interface Overseer {
  readonly log: SupervisorLog;
  /** True once nothing is to be done any more, for the process goes on without it. */
  isDisposed(): boolean;
  /** Begins to follow the process that has the run, if that hasn't begun. */
  follow(): Follower;
}

/** Sees a process through that was just started, to its end or that of another that had the run already, and records it. */
export async function seeThrough(folder: RunFolder, launched: Launched, overseer: Overseer): Promise<void> {
  const { child, outcome, ended } = launched;
  const name = `${folder.path}: process ${child.pid ?? 'none'}`;
  overseer.log.info(`${name} was started.`);
  const first = await outcome;
  if (overseer.isDisposed()) return;
  if (first === 'contact') overseer.follow();
  if (first === 'timeout' && child.pid !== undefined) await killTree(child.pid);
  const end = await ended;
  if (overseer.isDisposed()) return;
  overseer.log.info(`${name} ended: ${JSON.stringify(end)}.`);
  if (!(await recordExit(folder, launched, end))) {
    await overseer.follow().over;
  } else if (first !== 'contact') {
    const message = first === 'timeout' ? silent : await falseStart(end, launched);
    overseer.log.error(`${folder.path}: ${message}`);
    await recordFalseStart(folder, message);
  }
}

const silent = 'The training process did not say within 30 seconds where it listens, and was ended.';
