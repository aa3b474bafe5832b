import { expect, test } from 'vitest';
import * as z from 'zod';
import { FakeHost } from './fakeHost';
import { connect } from './host';

const contract = { message: z.strictObject({ value: z.number() }), state: z.strictObject({ zoom: z.number() }) };

test('what the host sends is heard if it fits the contract, and left out if not', () => {
  const fake = new FakeHost();
  const heard: unknown[] = [];
  connect(contract, fake, fake.page).onMessage(message => heard.push(message));
  for (const message of [{ value: 1 }, { value: 'one' }, undefined, { value: 2, more: true }, { value: 3 }]) {
    fake.send(message);
  }
  expect(heard).toEqual([{ value: 1 }, { value: 3 }]);
});

test('what the page posts arrives', () => {
  const fake = new FakeHost();
  connect(contract, fake, fake.page).post({ type: 'ready' });
  expect(fake.heard).toEqual([{ type: 'ready' }]);
});

test('what the page keeps is there again, unless it no longer fits', () => {
  const fake = new FakeHost();
  const host = connect(contract, fake, fake.page);
  expect(host.restore()).toBeUndefined();
  host.keep({ zoom: 2 });
  expect(connect(contract, fake, fake.page).restore()).toEqual({ zoom: 2 });
  expect(connect(contract, new FakeHost({ scale: 2 })).restore()).toBeUndefined();
});
