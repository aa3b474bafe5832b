import { expect, test } from 'vitest';
import { parametersMessageSchema, parametersRequestSchema, parametersStateSchema } from './parametersPanel';

test.each([
  undefined,
  'ready',
  { type: 'run', file: '/etc/passwd' },
  { type: 'ready', command: 'workbench.action.quit' },
])('a page can ask for nothing but what the panel offers: %j is refused', request => {
  expect(parametersRequestSchema.safeParse(request).success).toBe(false);
});

const ledger = {
  name: 'mine',
  backbone: 'vit-nano',
  method: 'linear',
  backboneParameters: 10,
  trainable: 0,
  head: 4,
  total: 14,
  classes: '2 classes',
  parts: [{ id: 'head', title: 'head' }],
  rows: [{ layer: 'head', name: 'head.weight', shape: [2, 2], parameters: 4, trainable: true, part: 'head' }],
};

test('a ledger is taken as it is', () => {
  expect(parametersMessageSchema.parse({ type: 'ledger', ledger })).toEqual({ type: 'ledger', ledger });
});

test.each([
  { ...ledger, trainable: -1 },
  { ...ledger, total: Number.NaN },
  { ...ledger, rows: [{ ...ledger.rows[0], layer: 'tail' }] },
])('a ledger that counts no parameters is refused (case %#)', wrong => {
  expect(parametersMessageSchema.safeParse({ type: 'ledger', ledger: wrong }).success).toBe(false);
});

test('a state from another version is refused rather than guessed at', () => {
  expect(parametersStateSchema.safeParse({ file: 'file:///a.tuning.json', logScale: true }).success).toBe(false);
});
