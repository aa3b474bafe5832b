import { expect, test } from 'vitest';
import { compareVersions, isWithin, newestWithin } from './versions';

test('versions are compared by their numbers, of whatever length', () => {
  const sorted = ['12.10', '12.9.1', '12.9', '2', '12.9.0.1'].sort(compareVersions);
  expect(sorted).toEqual(['2', '12.9', '12.9.0.1', '12.9.1', '12.10']);
});

test.each([
  ['12.5.3.2', true],
  ['12.9', true],
  ['12.5.3.1', false],
  ['13.0', false],
])('%s is within <13.0,>=12.5.3.2: %s', (version, within) => {
  expect(isWithin(version, '<13.0,>=12.5.3.2')).toBe(within);
});

test('a bound of an unknown kind is not taken for one that is kept', () => {
  expect(() => isWithin('1.0', '~=1.0')).toThrow('~=1.0');
});

test('the newest wheel within bounds is chosen, and no version with letters', () => {
  const wheels = ['9.1.0', '9.10.2', '10.0', '9.11.0rc1'].map(version => ({
    file: `nvidia_x-${version}-py3-none.whl`,
  }));
  expect(newestWithin(wheels, '<10.0,>=9.3')?.file).toContain('9.10.2');
  expect(newestWithin(wheels, '>11')).toBeUndefined();
});
