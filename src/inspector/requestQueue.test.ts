import { expect, test } from 'vitest';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc/node';
import { RequestQueue } from './requestQueue';

/** Work that ends when it is told to. */
function work() {
  let finish: () => void = () => undefined;
  const ended = new Promise<void>(resolve => {
    finish = resolve;
  });
  const state = { started: false, finish, signal: undefined as AbortSignal | undefined };
  return {
    state,
    run: async (signal: AbortSignal) => {
      state.started = true;
      state.signal = signal;
      await ended;
      return 'done';
    },
  };
}

const soon = () => new Promise(resolve => setTimeout(resolve, 20));

test('one request at a time is worked on, in their order', async () => {
  const queue = new RequestQueue();
  const [first, second] = [work(), work()];
  const answers = [first, second].map(({ run }) => queue.run(CancellationToken.None, run));
  await soon();
  expect([first.state.started, second.state.started]).toEqual([true, false]);
  first.state.finish();
  await answers[0];
  await soon();
  expect(second.state.started).toBe(true);
  second.state.finish();
  expect(await Promise.all(answers)).toEqual(['done', 'done']);
});

test('a cancelled request that waits is answered at once and never begun', async () => {
  const queue = new RequestQueue();
  const [first, second] = [work(), work()];
  const stop = new CancellationTokenSource();
  const answer = queue.run(CancellationToken.None, first.run);
  const waiting = queue.run(stop.token, second.run);
  stop.cancel();
  await expect(waiting).rejects.toMatchObject({ code: -32800 });
  first.state.finish();
  await answer;
  await soon();
  expect(second.state.started).toBe(false);
});

test('a cancelled request under way is answered at once, and the next waits until it has ended', async () => {
  const queue = new RequestQueue();
  const [first, second] = [work(), work()];
  const stop = new CancellationTokenSource();
  const answer = queue.run(stop.token, first.run);
  void queue.run(CancellationToken.None, second.run);
  await soon();
  stop.cancel();
  await expect(answer).rejects.toMatchObject({ code: -32800 });
  expect(first.state.signal?.aborted).toBe(true);
  await soon();
  expect(second.state.started).toBe(false);
  first.state.finish();
  await soon();
  expect(second.state.started).toBe(true);
  second.state.finish();
});

test('a request that fails does not hold up the next', async () => {
  const queue = new RequestQueue();
  const failing = queue.run(CancellationToken.None, () => Promise.reject(new Error('broken')));
  const next = queue.run(CancellationToken.None, () => Promise.resolve('fine'));
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('fine');
});

test('what was cancelled before it came is not begun', async () => {
  const { state, run } = work();
  await expect(new RequestQueue().run(CancellationToken.Cancelled, run)).rejects.toMatchObject({ code: -32800 });
  await soon();
  expect(state.started).toBe(false);
});
