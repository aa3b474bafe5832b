import { hostname, uptime } from 'node:os';
import type { JournalRecord } from '../protocol/journal';
import type { RunExit } from '../protocol/runExit';
import type { RunPresence } from '../protocol/runOverview';
import { type RunState, isUnderWay } from '../protocol/runState';
import { answersSignals } from '../storage/answersSignals';
import { lookAtProcess } from './processSight';
import { readRunExit } from './runExit';
import type { RunFolder } from './runFolder';

/** A run on another machine that wrote nothing for so long, in milliseconds, has lost contact. It writes every 15 s. */
export const silence = 60_000;

const ended: Partial<Record<JournalRecord['type'], RunPresence>> = {
  finished: 'done',
  stopped: 'stopped',
  failed: 'failed',
};

/**
 * How a run is: what it says itself, unless it says that it is under way but can't be. Of a process that is gone its
 * journal has the last word.
 * @param state null if it can't be read
 * @param gone whether the process that wrote the state is known to be gone
 * @param last reads the last record of the journal that says how the run stands; asked only if it matters
 */
export async function presenceOf(
  state: RunState | null,
  gone: boolean,
  last: () => Promise<Pick<JournalRecord, 'type'> | null>,
): Promise<RunPresence> {
  if (state && !gone) {
    return isUnderWay(state.state) && isSilent(state) ? 'lost' : state.state;
  }
  // The journal's last word would be that of an earlier part of the run.
  if (state?.state === 'preparing') return 'crashed';
  const record = await last();
  return (record && ended[record.type]) ?? (state ? 'crashed' : 'unknown');
}

const isSilent = ({ host, updated }: RunState) => host !== hostname() && Date.now() - Date.parse(updated) > silence;

/** How the process that wrote a state ended, if somebody saw it. */
export async function exitOf(folder: RunFolder, { pid }: Pick<RunState, 'pid'>): Promise<RunExit | null> {
  const exit = await readRunExit(folder);
  return exit?.pid === pid ? exit : null;
}

/**
 * Whether a run says that it is under way, but the process that wrote so is gone: there is none of its number, or one that
 * began only later. Of another machine's processes nothing is known, so they are taken to be there.
 */
export async function isProcessGone(state: Pick<RunState, 'state' | 'pid' | 'host' | 'updated'>): Promise<boolean> {
  if (!isUnderWay(state.state) || state.host !== hostname()) return false;
  // Elsewhere it takes another program to say more of a process, which is too slow for a list that is read every second.
  if (process.platform !== 'linux') return !answersSignals(state.pid);
  const { isThere, started } = await lookAtProcess(state.pid);
  return !isThere || (started !== null && beganAt(started) > Date.parse(state.updated) + slack);
}

/** What Linux counts the start of a process in, since the boot: 100 a second on every system in use. */
const ticksPerSecond = 100;
/** For clocks that are read at different moments, in milliseconds. */
const slack = 2000;

/** When a process of Linux began, in milliseconds since 1970. @param started what `lookAtProcess` says: `<boot>:<ticks>` */
function beganAt(started: string): number {
  const ticks = Number(started.slice(started.lastIndexOf(':') + 1));
  return Date.now() - (uptime() - ticks / ticksPerSecond) * 1000;
}
