import { expect, test } from 'vitest';
import { fingerprint } from './machine';

test('a machine has the same fingerprint each time', async () => {
  expect(await fingerprint()).toBe(await fingerprint());
});
