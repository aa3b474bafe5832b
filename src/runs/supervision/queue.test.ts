import { expect, test } from 'vitest';
import { runsToLaunch } from './queue';

const queued = [
  { run: 'late-1', since: 30 },
  { run: 'early-10', since: 10 },
  { run: 'early-9', since: 10 },
];

test('the run that has waited longest comes first; of equal ones the lower number', () => {
  expect(runsToLaunch(queued, 0, 1)).toEqual(['early-9']);
  expect(runsToLaunch(queued, 0, 9)).toEqual(['early-9', 'early-10', 'late-1']);
});

test('runs under way take places, and more of them than there are places leave none', () => {
  expect(runsToLaunch(queued, 1, 3)).toEqual(['early-9', 'early-10']);
  expect(runsToLaunch(queued, 3, 2)).toEqual([]);
});

test('there is one place at least, whatever the setting says', () => {
  expect(runsToLaunch(queued, 0, 0)).toEqual(['early-9']);
});
