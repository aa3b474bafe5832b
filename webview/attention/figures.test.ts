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

test('a prompt that the layer lacks has no map', () => {
  const without = new AttentionMaps({ ...maps.attention, promptsOfLayer: [2, 0, 2] });
  expect(mapFigures(without, look)).toEqual([]);
});
