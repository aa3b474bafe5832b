import { expect, test } from 'vitest';
import { exampleAttention } from '../../test/webview/attentionExample';
import { AttentionMaps } from './attentionMaps';
import { type Look, mapFigures } from './figures';
import { rangeOf } from './valueRange';

const maps = new AttentionMaps(exampleAttention({ layers: 3, heads: 2, grid: 3, prompts: 2 }));
const look: Look = { mode: 'patchesToPrompts', layer: 1, head: null, prompt: 0, scale: 'layer', fromZero: false };
const prompts = (layer: number) => maps.prompts('patchesToPrompts', layer, null);

test('the map of a prompt has the scale that is asked for: its own, that of its layer, or that of all layers', () => {
  const rangeWith = (scale: Look['scale']) => mapFigures(maps, { ...look, scale })[0].range;
  expect(rangeWith('map')).toEqual(rangeOf([prompts(1)[0]], false));
  expect(rangeWith('layer')).toEqual(rangeOf(prompts(1), false));
  expect(rangeWith('all')).toEqual(rangeOf([0, 1, 2].flatMap(prompts), false));
});

test('all prompts together keep a scale of their own, for a sum is another quantity', () => {
  const [figure] = mapFigures(maps, { ...look, prompt: null, scale: 'all' });
  expect(figure.range).toEqual(rangeOf([figure.values], false));
});

test('the class token is shown before and after tuning on one scale, and their difference around zero', () => {
  const figures = mapFigures(maps, { ...look, mode: 'clsToPatches' });
  expect(figures.map(({ of }) => of)).toEqual(['before', 'tuned', 'difference']);
  expect(figures[0].range).toEqual(figures[1].range);
  expect(figures[2].range.low).toBe(-figures[2].range.high);
});

const retold = (tuned: (value: number, index: number) => number) => {
  const { attention } = maps;
  const clsToPatches = attention.before.clsToPatches.map(tuned);
  return new AttentionMaps({ ...attention, tuned: { ...attention.tuned, clsToPatches } });
};

test('a backbone that was not tuned has no difference anywhere, and its rounding is not coloured', () => {
  const untouched = retold((value, index) => value * (1 + 5e-7 * (-1) ** index));
  const [, , difference] = mapFigures(untouched, { ...look, mode: 'clsToPatches', scale: 'map' });
  expect(difference.same).toBe('everywhere');
  expect(difference.range.high).toBeGreaterThan(5 * Math.max(...difference.values.map(Math.abs)));
});

test('where the last layer alone was tuned, an earlier one has no difference here', () => {
  const size = maps.attention.heads * maps.patches;
  const lastTuned = retold((value, index) => (index < 2 * size ? value : 1.2 * value));
  const sameIn = (layer: number) => mapFigures(lastTuned, { ...look, mode: 'clsToPatches', layer })[2].same;
  expect([0, 1, 2].map(sameIn)).toEqual(['here', 'here', undefined]);
});

test('a prompt that the layer lacks has no map', () => {
  const without = new AttentionMaps({ ...maps.attention, promptsOfLayer: [2, 0, 2] });
  expect(mapFigures(without, look)).toEqual([]);
});
