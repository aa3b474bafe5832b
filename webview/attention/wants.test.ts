import { expect, test } from 'vitest';
import { exampleAttention, exampleCheckpoints, exampleImages } from '../../test/webview/attentionExample';
import type { AttentionRequestKind } from '../../src/protocol/attentionRequests';
import { AttentionMaps } from './attentionMaps';
import type { Knowledge } from './knowledge';
import { initialState } from './state';
import { type Want, keyOf, wants } from './wants';

const images = exampleImages(3);
const list = { which: 'validation' as const, checkpoint: 'step-3', images, total: 3 };
const known: Pick<Knowledge, 'checkpoints' | 'lists'> = { checkpoints: exampleCheckpoints(5), lists: {} };
const nothing = new Map<AttentionRequestKind, string>();
const keys = (...all: Want[]) => new Map(all.map(want => [want.type, keyOf(want)] as const));
const imagesWant: Want = { type: 'images', which: 'validation', checkpoint: 'step-3', limit: 60 };
const attentionWant: Want = { type: 'attention', checkpoint: 'step-3', image: images[0].file, head: null };

test('the images of the best checkpoint are asked for first, as the host knows none before', () => {
  const asked = { asked: nothing, settled: nothing };
  expect(wants(known, { ...initialState, image: '/kept.png' }, 60, asked)).toEqual([imagesWant]);
});

test('then the attention of the first image', () => {
  const done = keys(imagesWant);
  expect(wants({ ...known, lists: { validation: list } }, initialState, 60, { asked: done, settled: done })).toEqual([
    attentionWant,
  ]);
});

test('of another checkpoint the attention goes first, and its list waits until that is there', () => {
  const done = keys(imagesWant, attentionWant);
  const state = { ...initialState, checkpoint: 'step-5' };
  const lists = { validation: list };
  const attention: Want = { ...attentionWant, checkpoint: 'step-5' };
  expect(wants({ ...known, lists }, state, 60, { asked: done, settled: done })).toEqual([attention]);
  const answered = keys(imagesWant, attention);
  expect(wants({ ...known, lists }, state, 60, { asked: answered, settled: answered })).toEqual([
    { ...imagesWant, checkpoint: 'step-5' },
  ]);
});

const shownWith = (promptHeads: number) => {
  const attention = exampleAttention({ layers: 1, heads: 4, grid: 2, prompts: 1 });
  const maps = new AttentionMaps({ ...attention, promptHeads });
  return { ...known, lists: { validation: list }, shown: { maps, checkpoint: 'step-3', image: 'a', head: null } };
};
const headAsked = (promptHeads: number, state: Partial<typeof initialState>) =>
  wants(shownWith(promptHeads), { ...initialState, ...state }, 60, { asked: nothing, settled: keys(imagesWant) }).find(
    want => want.type === 'attention',
  )?.head;

test('a head is asked for where its maps of prompts are looked at and those of another are there', () => {
  expect(headAsked(1, { head: 2 })).toBe(2);
  expect(headAsked(4, { head: 2 })).toBeNull();
  expect(headAsked(1, { head: 2, mode: 'clsToPatches' })).toBeNull();
  expect(headAsked(1, { head: 7 })).toBeNull();
});

test('what was asked is not asked again, answered or not', () => {
  const asked = keys(imagesWant, attentionWant);
  expect(wants({ ...known, lists: { validation: list } }, initialState, 60, { asked, settled: nothing })).toEqual([]);
});

test('a run without checkpoints is asked for nothing', () => {
  expect(wants({ ...known, checkpoints: [] }, initialState, 60, { asked: nothing, settled: nothing })).toEqual([]);
});
