import { expect, test } from 'vitest';
import { findArchitecture } from '../../backbones/architecture';
import { findMethod } from '../../methods/catalogue';
import { type AttentionNote, attentionNotes } from './attentionNotes';
import type { TokenLayout } from './tokenLayout';

const vit = findArchitecture('vit-nano');
const plain: TokenLayout = { layers: 2, heads: 4, grid: 8, own: [0, 0], carried: 0, registers: 0 };
const methods = (...ids: string[]) => ids.map(id => ({ method: findMethod(id), values: {} }));
const about = (notes: readonly AttentionNote[]) => notes.map(note => note.about);

test('maps of a plain backbone, of LoRA, SSF or carried prompts need no note', () => {
  expect(attentionNotes(vit, methods('lora', 'ssf'), plain, 0)).toEqual([]);
  expect(attentionNotes(vit, methods('vpt-shallow'), { ...plain, carried: 4 }, 0)).toEqual([]);
});

test('rollout leaves adapters out, and says which', () => {
  const [note, ...others] = attentionNotes(vit, methods('adaptformer', 'pfeiffer'), plain, 0);
  expect(note).toMatchObject({ about: 'rollout' });
  expect(note.sentence).toContain('AdaptFormer and Pfeiffer adapter adds');
  expect(others).toEqual([]);
});

test("what a layer's own prompts would read is said to be computed for the map", () => {
  expect(about(attentionNotes(vit, methods('vpt-deep'), { ...plain, own: [0, 3] }, 0))).toEqual(['prompts to patches']);
});

test('own and carried prompts together are told apart', () => {
  const notes = attentionNotes(vit, methods('vpt-deep', 'vpt-shallow'), { ...plain, own: [3, 3], carried: 2 }, 0);
  expect(notes.at(-1)?.sentence).toMatch(/^The last 2 prompts of each layer are the same ones/);
});

test('registers are said to take their share', () => {
  const [{ sentence }] = attentionNotes(vit, [], { ...plain, registers: 4 }, 0.1234);
  expect(sentence).toMatch(/^4 register tokens take 12.3 % of the class token's attention/);
});

test('where the head does not read the class token alone, the maps say so', () => {
  expect(attentionNotes({ ...vit, pooling: 'mean' }, [], plain, 0)[0].sentence).toContain('not the class token');
  expect(attentionNotes({ ...vit, pooling: 'cls-mean' }, [], plain, 0)[0].sentence).toContain('beside the class token');
});
