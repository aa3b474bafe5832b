import type { Attention } from '../inspection/attention/inspectAttention';
import type { AttentionMaps } from '../inspection/attention/attentionMaps';
import { percent } from '../inspection/attention/drawnMaps';
import { largestAt, ofHead, total } from '../inspection/attention/oneHead';
import { type TokenLayout, mostPrompts, patchCount, promptsOfLayer } from '../inspection/attention/tokenLayout';
import { type Column, table } from './table';

/** Which layer and head were asked for; all where absent. */
export interface AskedMaps {
  readonly layer: number | undefined;
  readonly head: number | undefined;
}

/** Where the class token looks: a table of layers, or of the heads of one. */
export function attentionReport({ layout, tuned, before }: Attention, { layer, head }: AskedMaps): string {
  const { heads, grid, layers } = layout;
  const most = mostPrompts(layout);
  const rows =
    layer === undefined
      ? Array.from({ length: layers }, (_, at) => ({ title: String(at), layer: at, head: head ?? null }))
      : Array.from({ length: heads }, (_, at) => ({ title: String(at), layer, head: at })).filter(
          row => head === undefined || row.head === head,
        );
  const right = (title: string): Column => ({ title, align: 'right' });
  const columns = [
    right(layer === undefined ? 'Layer' : 'Head'),
    ...(most > 0 ? [right('On prompts'), right('Top prompt')] : []),
    right('On patches'),
    right('Top patch (row, column)'),
    right('On patches before'),
  ];
  const cells = rows.map(({ title, layer, head }) => {
    const patches = (maps: AttentionMaps) =>
      ofHead(maps.clsToPatches, { heads, size: patchCount(layout) }, layer, head);
    const prompts = ofHead(tuned.clsToPrompts, { heads, size: most }, layer, head);
    const map = patches(tuned);
    const top = largestAt(map);
    const topPrompt = largestAt(prompts);
    const has = promptsOfLayer(layout)[layer] > 0;
    return [
      title,
      ...(most > 0 ? [percent(total(prompts)), has ? `${topPrompt} (${percent(prompts[topPrompt])})` : ''] : []),
      percent(total(map)),
      `${Math.floor(top / grid)}, ${top % grid} (${percent(map[top])})`,
      percent(total(patches(before))),
    ];
  });
  return table(columns, cells);
}

/** Where the class token's share goes through all layers, in words. */
export function rolloutReport({ tuned, layout }: Attention): string {
  const patches = total(tuned.rolloutPatches);
  const prompts = total(tuned.rolloutPrompts);
  const rest = 1 - patches - prompts;
  const others = layout.registers > 0 ? 'the class token itself and registers' : 'the class token itself';
  return [
    `${percent(patches)} on patches`,
    ...(mostPrompts(layout) > 0 ? [`${percent(prompts)} on prompts`] : []),
    `${percent(rest)} on ${others}`,
  ].join(', ');
}

/** All maps as nested arrays, their axes named, of the layers and heads that are asked for. */
export function attentionDocument({ layout, tuned, before, notes }: Attention, { layer, head }: AskedMaps) {
  const { layers, heads, grid, carried } = layout;
  const chosen = (asked: number | undefined, count: number) =>
    asked === undefined ? Array.from({ length: count }, (_, i) => i) : [asked];
  const [chosenLayers, chosenHeads] = [chosen(layer, layers), chosen(head, heads)];
  return {
    layers: chosenLayers,
    heads: chosenHeads,
    grid,
    promptsOfLayer: chosenLayers.map(at => promptsOfLayer(layout)[at]),
    carried: carried > 0,
    notes: notes.map(({ sentence }) => sentence),
    axes: {
      clsToPatches: ['layer', 'head', 'row', 'column'],
      clsToPrompts: ['layer', 'head', 'prompt'],
      patchesToPrompts: ['layer', 'head', 'prompt', 'row', 'column'],
      promptsToPatches: ['layer', 'head', 'prompt', 'row', 'column'],
      rolloutPatches: ['row', 'column'],
      rolloutPrompts: ['layer', 'prompt'],
    },
    tuned: {
      predictions: tuned.predictions,
      ...mapsDocument(tuned, layout, promptsOfLayer(layout), chosenLayers, chosenHeads),
    },
    before: mapsDocument(
      before,
      layout,
      promptsOfLayer(layout).map(() => 0),
      chosenLayers,
      chosenHeads,
    ),
  };
}

/** @param prompts of each layer: what pads shorter layers is left out */
function mapsDocument(
  maps: AttentionMaps,
  { heads, grid }: TokenLayout,
  prompts: readonly number[],
  layers: readonly number[],
  chosenHeads: readonly number[],
) {
  const most = Math.max(...prompts);
  const square = (map: Float32Array) =>
    Array.from({ length: grid }, (_, row) => [...map.subarray(row * grid, (row + 1) * grid)]);
  const each = <T>(array: Float32Array, size: number, read: (map: Float32Array, layer: number) => T): T[][] =>
    layers.map(layer => chosenHeads.map(head => read(ofHead(array, { heads, size }, layer, head), layer)));
  const perPrompt = (map: Float32Array, layer: number) =>
    Array.from({ length: prompts[layer] }, (_, at) => square(map.subarray(at * grid ** 2, (at + 1) * grid ** 2)));
  return {
    clsToPatches: each(maps.clsToPatches, grid ** 2, square),
    clsToPrompts: each(maps.clsToPrompts, most, (map, layer) => [...map.subarray(0, prompts[layer])]),
    patchesToPrompts: each(maps.patchesToPrompts, most * grid ** 2, perPrompt),
    promptsToPatches: each(maps.promptsToPatches, most * grid ** 2, perPrompt),
    rolloutPatches: square(maps.rolloutPatches),
    rolloutPrompts: layers.map(layer => [...maps.rolloutPrompts.subarray(layer * most, layer * most + prompts[layer])]),
  };
}
