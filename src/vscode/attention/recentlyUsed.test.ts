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
