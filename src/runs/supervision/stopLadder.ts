import { setTimeout as sleep } from 'node:timers/promises';
import type { StopRung } from './trainingSupervisor';

/** How long, in milliseconds, each rung is given. */
export const patience = {
  /** Asked, and no answer: the process hangs, or is within a step. */
  unanswered: 10_000,
  /** Asked, answered, and not heard since. */
  answered: 60_000,
  /** Asked, answered, and heard all the time: it may read the validation images of an epoch before it can end. */
  heard: 300_000,
  terminated: 5_000,
  killed: 10_000,
};

/** Heard not longer ago than this counts as heard all the time. */
const recently = 15_000;
const betweenLooks = 100;

/** A process that can be stopped. */
export interface Stoppable {
  isGone(): Promise<boolean>;
  /** Asks it to finish its step and end; ends when it has answered. Null if it can't be asked. */
  readonly ask: (() => Promise<void>) | null;
  /** Milliseconds since it was heard last. */
  silence(): number;
  /** The longest that it was silent before. */
  readonly longestSilence: number;
  /** Signals it to end; null where there is no such signal. */
  readonly terminate: (() => Promise<void>) | null;
  /** Ends it and its children. */
  kill(): Promise<void>;
}

export interface LadderClock {
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

const clockOfMachine: LadderClock = { now: () => performance.now(), wait: milliseconds => sleep(milliseconds) };

/**
 * Stops a process by ever firmer means, and ends when it is gone.
 * @param climbed told of each rung as it is tried
 * @returns the rung that did it
 * @throws {Error} if not even killing ended it
 */
export async function climb(
  target: Stoppable,
  climbed: (rung: StopRung) => void,
  clock: LadderClock = clockOfMachine,
): Promise<StopRung> {
  const goneWithin = async (time: () => number) => {
    const began = clock.now();
    while (!(await target.isGone())) {
      if (clock.now() - began >= time()) return false;
      await clock.wait(betweenLooks);
    }
    return true;
  };
  if (target.ask) {
    climbed('asked');
    let answered = false;
    target.ask().then(
      () => (answered = true),
      () => undefined,
    );
    // Who has been silent for long before may be within such a step again.
    const unanswered = Math.min(Math.max(patience.unanswered, 2 * target.longestSilence), patience.answered);
    const time = () => (!answered ? unanswered : target.silence() < recently ? patience.heard : patience.answered);
    if (await goneWithin(time)) return 'asked';
  }
  if (target.terminate) {
    climbed('terminated');
    await target.terminate();
    // To one that can't be asked, the signal is the request.
    if (await goneWithin(() => (target.ask ? patience.terminated : patience.answered))) return 'terminated';
  }
  climbed('killed');
  await target.kill();
  if (await goneWithin(() => patience.killed)) return 'killed';
  throw new Error('The process is still there after it was killed.');
}
