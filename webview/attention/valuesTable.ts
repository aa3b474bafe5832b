import { type AttentionMaps, isPromptMode } from './attentionMaps';
import type { Look } from './figures';

type Row = readonly (string | number)[];

/** The values that are shown as comma-separated values, with a line of column names. Rows and columns of patches count from 0. */
export function valuesTable(maps: AttentionMaps, look: Look): string {
  return [...table(maps, look)].map(row => row.join(',')).join('\n');
}

function* table(maps: AttentionMaps, { mode, layer, head }: Look): Generator<Row> {
  const { grid, heads, tuned, before } = maps.attention;
  const headName = head ?? 'mean';
  const place = (patch: number) => [Math.floor(patch / grid), patch % grid];
  if (isPromptMode(mode)) {
    yield [
      'layer',
      'head',
      'prompt',
      'row',
      'column',
      mode === 'patchesToPrompts' ? 'patch_to_prompt' : 'prompt_to_patch',
    ];
    for (const [prompt, map] of maps.prompts(mode, layer, head).entries()) {
      for (const [patch, value] of map.entries()) yield [layer, headName, prompt, ...place(patch), value];
    }
  } else if (mode === 'clsToPatches') {
    yield ['layer', 'head', 'row', 'column', 'before', 'tuned'];
    const first = maps.cls('before', layer, head);
    for (const [patch, value] of maps.cls('tuned', layer, head).entries()) {
      yield [layer, headName, ...place(patch), first[patch], value];
    }
  } else if (mode === 'rollout') {
    yield ['row', 'column', 'before', 'tuned'];
    for (const [patch, value] of tuned.rolloutPatches.entries()) {
      yield [...place(patch), before.rolloutPatches[patch], value];
    }
  } else {
    yield ['layer', 'head', 'prompt', 'class_token_to_prompt'];
    for (let each = 0; each < heads; each++) {
      for (const [prompt, value] of maps.clsToPrompts(layer, each).entries()) yield [layer, each, prompt, value];
    }
  }
}
