import { expect, test } from 'vitest';
import { type ParametersLedger, parametersLedgerSchema } from '../../protocol/parametersLedger';
import { parametersLedger } from './parametersLedger';
import { readExperiment } from '../experiments/readExperiment';

const titles = {
  embedding: 'Embedding',
  attention: 'Attention',
  mlp: 'MLP',
  norms: 'Norms',
  other: 'Other',
  head: 'Head',
};

function ledgerOf(method: unknown, backbone = 'vit-tiny-patch16-224'): ParametersLedger {
  const data = { kind: 'image-folder', path: 'images' };
  const reading = readExperiment(JSON.stringify({ backbone, data, method }));
  if (reading.kind === 'problem') throw new Error(reading.sentence);
  return parametersLedger(reading, { count: 10, words: '10 classes' }, titles);
}

const trainedIn = ({ rows }: ParametersLedger, part: string) =>
  rows.filter(row => row.trainable && row.part === part).reduce((sum, { parameters }) => sum + parameters, 0);

test('the parts of full fine-tuning are those of the backbone, and add up', () => {
  const ledger = ledgerOf({ id: 'full' });
  expect(ledger.parts.map(({ id }) => id)).toEqual(['embedding', 'attention', 'mlp', 'norms', 'head']);
  expect(trainedIn(ledger, 'attention')).toBe(12 * 4 * (192 * 192 + 192));
  expect(trainedIn(ledger, 'mlp')).toBe(12 * (2 * 192 * 768 + 768 + 192));
  expect(trainedIn(ledger, 'norms')).toBe((2 * 12 + 1) * 2 * 192);
  expect(ledger.trainable).toBe(ledger.backboneParameters);
});

test('what methods add is a part of each method, and none of the backbone', () => {
  const full = ledgerOf({ id: 'full' });
  const ledger = ledgerOf([{ id: 'lora', rank: 4 }, { id: 'adaptformer' }, { id: 'lora', rank: 2, targets: ['k'] }]);
  expect(ledger.parts).toEqual([
    { id: 'lora', title: 'lora' },
    { id: 'adaptformer', title: 'adaptformer' },
    { id: 'lora-2', title: 'lora-2' },
    { id: 'head', title: 'Head' },
  ]);
  expect(ledger.method).toBe('lora+adaptformer+lora-2');
  expect(trainedIn(ledger, 'lora-2')).toBe(12 * 2 * 2 * 192);
  expect(ledger.backboneParameters).toBe(full.backboneParameters);
});

test('what it makes is a message that the page takes', () => {
  const ledger = ledgerOf({ id: 'vpt-deep' });
  expect(parametersLedgerSchema.parse(ledger)).toEqual(ledger);
});
