import { expect, test } from 'vitest';
import { RecentlyUsed } from './recentlyUsed';

const filled = () => {
  const kept = new RecentlyUsed<string>(6, text => text.length);
  kept.set('a', 'xx');
  kept.set('b', 'xx');
  kept.set('c', 'xx');
  return kept;
};

test('what was not used for longest goes when there is no more room', () => {
  const kept = filled();
  kept.get('a');
  kept.set('d', 'xx');
  expect(['a', 'b', 'c', 'd'].map(key => kept.get(key))).toEqual(['xx', undefined, 'xx', 'xx']);
});

test('what is too large for all of the room is kept alone', () => {
  const kept = filled();
  kept.set('d', 'xxxxxxxxx');
  expect(['a', 'b', 'c', 'd'].map(key => kept.get(key))).toEqual([undefined, undefined, undefined, 'xxxxxxxxx']);
});

test('a value set again takes no more room than the last one', () => {
  const kept = filled();
  kept.set('c', 'yy');
  expect(['a', 'b', 'c'].map(key => kept.get(key))).toEqual(['xx', 'xx', 'yy']);
});

test('without sizes the limit is of how many there are, and who gives way is told', () => {
  const gone: string[] = [];
  const kept = new RecentlyUsed<string>(
    2,
    () => 1,
    value => gone.push(value),
  );
  for (const key of ['a', 'b', 'c']) kept.set(key, key.toUpperCase());
  expect(gone).toEqual(['A']);
  expect(kept.clear()).toEqual(['B', 'C']);
  kept.set('d', 'D');
  expect(gone).toEqual(['A']);
});
