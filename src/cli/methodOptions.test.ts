import { expect, test } from 'vitest';
import { InputError } from '../protocol/inputError';
import { readMethods } from './methodOptions';

const valuesOf = (ids: readonly string[], ...assignments: string[]) =>
  readMethods(ids, assignments).map(({ method, values }) => ({ id: method.id, ...values }));

test('without --set every hyper-parameter has its default', () => {
  expect(valuesOf(['lora'])).toEqual([
    { id: 'lora', rank: 8, alpha: 8, targets: ['q', 'v'], dropout: 0, layers: 'all' },
  ]);
});

test.each([
  ['rank=16', { rank: 16 }],
  ['alpha=.5', { alpha: 0.5 }],
  ['alpha=1e2', { alpha: 100 }],
  ['targets=q', { targets: ['q'] }],
  ['targets=q,fc2', { targets: ['q', 'fc2'] }],
  ['targets=["k"]', { targets: ['k'] }],
  ['layers=last-4', { layers: 'last-4' }],
  ['layers=3', { layers: [3] }],
  ['layers=0,1', { layers: [0, 1] }],
  ['layers=[2,5]', { layers: [2, 5] }],
  ['lora.rank=4', { rank: 4 }],
])('%s is understood', (assignment, values) => {
  expect(valuesOf(['lora'], assignment)).toMatchObject([values]);
});

test('of several methods, each is addressed by its name, and plainly where one alone has the key', () => {
  expect(
    valuesOf(['lora', 'pfeiffer', 'lora'], 'bottleneck=4', 'lora-2.rank=2', 'pfeiffer.layers=1', 'lora.rank=3'),
  ).toMatchObject([
    { id: 'lora', rank: 3, layers: 'all' },
    { id: 'pfeiffer', bottleneck: 4, layers: [1] },
    { id: 'lora', rank: 2 },
  ]);
});

test.each<[string[], string, string]>([
  [['lorra'], 'rank=1', 'Unknown method "lorra": did you mean "lora"'],
  [['lora'], 'rank', '--set "rank" gives no value: write KEY=VALUE'],
  [['lora'], '=1', '--set "=1" gives no value'],
  [['lora'], 'id=ssf', '--set id: a method is chosen by --method.'],
  [['lora'], 'rnk=1', 'did you mean method.rank?'],
  [['lora'], 'rank=zero', 'method.rank is "zero" but must be a whole number (1 to 1024).'],
  [['lora'], 'rank=0', 'method.rank is 0 but must be a whole number (1 to 1024).'],
  [['lora'], 'targets=q,w', 'method.targets[1] is "w" but must be'],
  [['lora'], 'lor.rank=1', '--set lor.rank: there is no --method lor; did you mean lora.rank?'],
  [['lora', 'ssf'], 'layers=1', '--set layers: several methods have it, so write lora.layers or ssf.layers.'],
  [['lora', 'ssf'], 'rnk=1', '--set rnk: none of lora and ssf has it; did you mean rank?'],
  [['lora', 'lora'], 'rank=1', 'write lora.rank or lora-2.rank.'],
])('%s with %s is refused in one sentence', (ids, assignment, sentence) => {
  expect(() => readMethods(ids, [assignment])).toThrow(InputError);
  expect(() => readMethods(ids, [assignment])).toThrow(sentence);
});
