import { expect, test } from 'vitest';
import { CheckedRuns } from './checkedRuns';

/** Stands for the editor's own memory. */
function memory() {
  const values = new Map<string, unknown>();
  return {
    values,
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, structuredClone(value)),
  };
}

test('what is checked is told, and known again the next time', () => {
  const kept = memory();
  const runs = new CheckedRuns(kept);
  const told: (readonly string[])[] = [];
  runs.onDidChange(checked => told.push(checked));
  runs.change([
    ['a', true],
    ['b', true],
  ]);
  runs.change([['a', false]]);
  runs.change([['a', false]]);
  expect(told).toEqual([['a', 'b'], ['b']]);
  expect(new CheckedRuns(kept).paths).toEqual(['b']);
});

test('a run keeps its series when others are unchecked, and after a restart', () => {
  const kept = memory();
  const runs = new CheckedRuns(kept);
  runs.change([
    ['a', true],
    ['b', true],
    ['c', true],
  ]);
  runs.change([['a', false]]);
  expect([...runs.series]).toEqual([
    ['b', 1],
    ['c', 2],
  ]);
  expect(new CheckedRuns(kept).styleOf('c')).toEqual({ color: 'purple', dash: 0 });
});

test('a run that is not checked has a series unlike those that are', () => {
  const runs = new CheckedRuns(memory());
  runs.change([['a', true]]);
  expect(runs.styleOf('elsewhere').color).toBe('green');
  expect(runs.paths).toEqual(['a']);
});

test('runs that are shown together are unlike each other and those that are checked', () => {
  const runs = new CheckedRuns(memory());
  runs.change([['a', true]]);
  const styles = runs.stylesOf(['b', 'a', 'c']);
  expect([...styles].map(([path, { color }]) => [path, color])).toEqual([
    ['b', 'green'],
    ['a', 'blue'],
    ['c', 'purple'],
  ]);
  expect(runs.paths).toEqual(['a']);
});

test('runs that are no more are forgotten', () => {
  const runs = new CheckedRuns(memory());
  runs.change([
    ['a', true],
    ['b', true],
  ]);
  runs.keep(path => path === 'b');
  expect(runs.paths).toEqual(['b']);
  expect(runs.styleOf('c').color).toBe('blue');
});

test('what was kept by another version is taken for nothing', () => {
  const kept = memory();
  kept.values.set('visualTuning.checkedRuns', { a: 1 }).set('visualTuning.series', 'x');
  expect(new CheckedRuns(kept).paths).toEqual([]);
});
