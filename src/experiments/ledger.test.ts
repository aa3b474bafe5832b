import { expect, test } from 'vitest';
import { findArchitecture } from '../backbones/architecture';
import { type MethodSelection, resolveTrainables } from '../methods/instances';
import { ledger, ledgerDocument } from './ledger';
import { lowRank, probe, thaw, tokens } from './tinyMethods.fixture';

const nano = findArchitecture('vit-nano');
const prompts: MethodSelection = { method: tokens, values: { prompts: 10, dropout: 0, layers: 'all' } };
const matrices: MethodSelection = { method: lowRank, values: { rank: 2, targets: ['q'], layers: 'last-1' } };
const biases: MethodSelection = { method: thaw, values: { layers: 'all' } };

test('a ViT-B/16 with 100 classes and nothing but a head has the published number of parameters', () => {
  const { trainable, head, total } = ledger(
    findArchitecture('vit-base-patch16-224'),
    [{ method: probe, values: {} }],
    100,
  );
  expect({ trainable, head, total }).toEqual({ trainable: 0, head: 76_900, total: 85_798_656 + 76_900 });
});

test('added tensors count as trainable and in the total', () => {
  const { trainable, head, total } = ledger(nano, [prompts, matrices], 10);
  const frozen = ledger(nano, [{ method: probe, values: {} }], 10).total;
  expect(trainable).toBe(7 * 10 * 128 + 2 * 128);
  expect(head).toBe(10 * 128 + 10);
  expect(total).toBe(frozen + trainable);
});

test('unfrozen tensors count as trainable and no second time in the total', () => {
  const { trainable, total } = ledger(nano, [biases], 10);
  expect(trainable).toBe(7 * 128);
  expect(total).toBe(ledger(nano, [{ method: probe, values: {} }], 10).total);
});

test('rows follow the forward pass, and in each layer the added tensors come after its own', () => {
  const { rows } = ledger(nano, [prompts, matrices], 10);
  const layers = rows.map(({ layer }) => layer).filter((layer, index, all) => layer !== all[index - 1]);
  expect(layers).toEqual(['embedding', 0, 1, 2, 3, 4, 5, 'norm', 'head']);
  const last = rows.filter(({ layer }) => layer === 5).map(({ name }) => name);
  expect(last.slice(-3)).toEqual(['blocks.5.fc2.bias', 'tokens.blocks.5.prompts', 'low-rank.blocks.5.q.a']);
});

test('the rows add up to the totals', () => {
  const { rows, trainable, head, total } = ledger(nano, [prompts, matrices, biases], 7);
  const sum = (chosen: typeof rows) => chosen.reduce((all, { parameters }) => all + parameters, 0);
  expect(sum(rows)).toBe(total);
  expect(sum(rows.filter(row => row.trainable))).toBe(trainable + head);
});

test('the trainable rows are the tensors of the checkpoint, and no name appears twice', () => {
  const selections = [prompts, matrices, biases];
  const { rows } = ledger(nano, selections, 7);
  const expected = [...resolveTrainables(nano, selections).map(({ name }) => name), 'head.weight', 'head.bias'];
  expect(rows.filter(row => row.trainable).map(({ name }) => name)).toEqual(expect.arrayContaining(expected));
  expect(rows.filter(row => row.trainable)).toHaveLength(expected.length);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
});

test('the document of the command line names backbone and methods', () => {
  const document = ledgerDocument(nano, [prompts, matrices], 10);
  expect(document).toMatchObject({ backbone: 'vit-nano', method: 'tokens+low-rank' });
  expect(document.layers.at(-1)).toEqual({
    layer: 'head',
    name: 'head.bias',
    shape: [10],
    parameters: 10,
    trainable: true,
  });
});
