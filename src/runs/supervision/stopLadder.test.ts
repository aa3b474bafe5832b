import { expect, test } from 'vitest';
import { type LadderClock, type Stoppable, climb } from './stopLadder';
import type { StopRung } from './trainingSupervisor';

/** A clock that runs as fast as it is waited for. */
function fakeClock(): LadderClock & { time: number } {
  return {
    time: 0,
    now() {
      return this.time;
    },
    async wait(milliseconds) {
      this.time += milliseconds;
    },
  };
}

/** A process that ends so long after a rung, and never where none is given. */
function processThatEnds(after: Partial<Record<StopRung, number>>, more: Partial<Stoppable> = {}) {
  const clock = fakeClock();
  const tried: [StopRung, number][] = [];
  let endsAt = Infinity;
  const rung = (name: StopRung) => async () => {
    tried.push([name, clock.time]);
    endsAt = Math.min(endsAt, clock.time + (after[name] ?? Infinity));
  };
  const target: Stoppable = {
    isGone: async () => clock.time >= endsAt,
    ask: rung('asked'),
    silence: () => 0,
    longestSilence: 0,
    terminate: rung('terminated'),
    kill: rung('killed'),
    ...more,
  };
  const told: StopRung[] = [];
  return { clock, tried, told, stop: () => climb(target, name => told.push(name), clock), rung };
}

test('a process that ends when asked is not signalled', async () => {
  const { stop, told, tried } = processThatEnds({ asked: 3000 });
  expect(await stop()).toBe('asked');
  expect(told).toEqual(['asked']);
  expect(tried).toEqual([['asked', 0]]);
});

test('one that does not answer is signalled after 10 s and killed 5 s later', async () => {
  const { stop, told, tried } = processThatEnds({ killed: 200 }, { ask: () => new Promise<void>(() => undefined) });
  expect(await stop()).toBe('killed');
  expect(told).toEqual(['asked', 'terminated', 'killed']);
  expect(tried).toEqual([
    ['terminated', 10_000],
    ['killed', 15_000],
  ]);
});

test('one whose request fails is climbed like one that does not answer', async () => {
  const { stop, tried } = processThatEnds({ terminated: 100 }, { ask: () => Promise.reject(new Error('hung up')) });
  expect(await stop()).toBe('terminated');
  expect(tried).toEqual([['terminated', 10_000]]);
});

test('one that was silent for long before, in its steps, is given twice that time to answer, but a minute at most', async () => {
  const ask = () => new Promise<void>(() => undefined);
  const slow = processThatEnds({ terminated: 0 }, { ask, longestSilence: 14_000 });
  await slow.stop();
  expect(slow.tried).toEqual([['terminated', 28_000]]);
  const slower = processThatEnds({ terminated: 0 }, { ask, longestSilence: 600_000 });
  await slower.stop();
  expect(slower.tried).toEqual([['terminated', 60_000]]);
});

test('one that has answered has a minute, and five while it is heard', async () => {
  const unheard = processThatEnds({ terminated: 0 }, { silence: () => 20_000 });
  await unheard.stop();
  expect(unheard.tried).toEqual([
    ['asked', 0],
    ['terminated', 60_000],
  ]);
  const heard = processThatEnds({ asked: 200_000 });
  expect(await heard.stop()).toBe('asked');
});

test('one that can not be asked is signalled at once, and has a minute', async () => {
  const { stop, told, clock } = processThatEnds({ terminated: 50_000 }, { ask: null });
  expect(await stop()).toBe('terminated');
  expect(told).toEqual(['terminated']);
  expect(clock.time).toBe(50_000);
});

test('where no signal asks, killing comes next', async () => {
  const { stop, told } = processThatEnds({ killed: 0 }, { terminate: null });
  expect(await stop()).toBe('killed');
  expect(told).toEqual(['asked', 'killed']);
});

test('one that outlives even that is said to be there still', async () => {
  const { stop } = processThatEnds({});
  await expect(stop()).rejects.toThrow('still there');
});
