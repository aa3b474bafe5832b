import { expect, test, vi } from 'vitest';
import { LastMade, LastMadeOf } from './lastMade';

const made = () => {
  const makers: string[] = [];
  return {
    makers,
    make: (name: string) => () => {
      makers.push(name);
      return Promise.resolve(name);
    },
  };
};

test('what was used lately is not made again', async () => {
  const { makers, make } = made();
  const kept = new LastMade<string>(2);
  await kept.get('a', make('a'));
  expect(await kept.get('a', make('other'))).toBe('a');
  expect(makers).toEqual(['a']);
});

test('the least recently used gives way, and is disposed of', async () => {
  const { makers, make } = made();
  const dispose = vi.fn();
  const kept = new LastMade<string>(2, dispose);
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await kept.get(name, make(name));
  expect(makers).toEqual(['a', 'b', 'c', 'b']);
  await vi.waitFor(() => expect(dispose.mock.calls).toEqual([['b'], ['c']]), 20_000);
  await kept.clear();
  expect(dispose).toHaveBeenCalledTimes(4);
});

test('what could not be made is tried again', async () => {
  const { make } = made();
  const kept = new LastMade<string>(2);
  await expect(kept.get('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await kept.get('a', make('a'))).toBe('a');
});

test('each owner has its own', async () => {
  const { makers, make } = made();
  const kept = new LastMadeOf<object, string>(1);
  const [one, other] = [{}, {}];
  for (const owner of [one, other, one]) await kept.get(owner, 'a', make('a'));
  expect(makers).toEqual(['a', 'a']);
});
