import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { InputError } from '../../protocol/inputError';
import { request } from '../../protocol/request';

vi.mock('vscode', () => ({
  CancellationTokenSource: class {
    readonly token = { isCancellationRequested: false };
    cancel(): void {
      this.token.isCancellationRequested = true;
    }
    dispose(): void {}
  },
}));

const { LatestRequest } = await import('./latestRequest');

const contract = request('double', z.number(), z.number());

/** Something asked, with the answers that were told and the questions that got through. */
function asking(answer: (value: number) => Promise<number>) {
  const told: unknown[] = [];
  const asked: unknown[] = [];
  const errors: string[] = [];
  const inspector = {
    request: async (_: unknown, params: unknown) => {
      asked.push(params);
      return answer(Number(params));
    },
  };
  const log = { error: (text: string) => errors.push(text) };
  const latest: InstanceType<typeof LatestRequest<number, number>> = Reflect.construct(LatestRequest, [
    inspector,
    contract,
    (said: unknown) => told.push(said),
    { pause: 300, log },
  ]);
  return { latest, told, asked, errors };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('of many questions the last is asked, once no other comes for a while', async () => {
  const { latest, told, asked } = asking(async value => 2 * value);
  for (const value of [1, 2, 3]) latest.ask(String(value), value);
  await vi.advanceTimersByTimeAsync(299);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual([3]);
  expect(told.at(-1)).toEqual({ state: 'known', value: 6 });
});

test('the same question is not asked twice, unless it must be', async () => {
  const { latest, asked } = asking(async value => value);
  latest.ask('same', 1);
  await vi.advanceTimersByTimeAsync(300);
  latest.ask('same', 1);
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).toEqual([1]);
  latest.ask('same', 1, { atOnce: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual([1, 1]);
});

test('an answer that comes after another question is left out', async () => {
  let give: (value: number) => void = () => undefined;
  const { latest, told } = asking(() => new Promise(resolve => (give = resolve)));
  latest.ask('old', 1);
  await vi.advanceTimersByTimeAsync(300);
  const answerOld = give;
  latest.ask('new', 2);
  await vi.advanceTimersByTimeAsync(300);
  answerOld(10);
  give(20);
  await vi.advanceTimersByTimeAsync(0);
  expect(told.filter(said => JSON.stringify(said).includes('known'))).toEqual([{ state: 'known', value: 20 }]);
});

test('a failure is told in its sentence, logged where it is ours, and may be asked again', async () => {
  const { latest, told, asked, errors } = asking(async value => {
    throw value === 1 ? new InputError('data.path does not exist.') : new Error('The process is gone.');
  });
  latest.ask('input', 1);
  await vi.advanceTimersByTimeAsync(300);
  expect(told.at(-1)).toEqual({ state: 'problem', sentence: 'data.path does not exist.' });
  expect(errors).toEqual([]);
  latest.ask('ours', 2);
  await vi.advanceTimersByTimeAsync(300);
  expect(errors).toEqual(['double: The process is gone.']);
  latest.ask('ours', 2);
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).toEqual([1, 2, 2]);
});

test('one who comes late hears what is known', async () => {
  const { latest, told } = asking(async value => value);
  latest.repeat();
  expect(told).toEqual([]);
  latest.ask('a', 4);
  await vi.advanceTimersByTimeAsync(300);
  latest.repeat();
  expect(told.slice(-2)).toEqual([
    { state: 'known', value: 4 },
    { state: 'known', value: 4 },
  ]);
});
