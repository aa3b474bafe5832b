import type { Attention, AttentionMaps } from '../../protocol/attentionPanel';
import { decodeFloats } from '../../protocol/floats';
import type { EncodedAttention } from '../../protocol/inspection';

/** The attention with its arrays as they are computed with. @throws {Error} if an array is not of the size that it says */
export function decodedAttention(encoded: EncodedAttention): Attention {
  const { layers, heads, promptHeads, grid, prompts } = encoded;
  const decoded = (maps: EncodedAttention['tuned'], prompts: number): AttentionMaps => {
    const floats = (name: Exclude<keyof AttentionMaps, 'predictions'>, ...shape: number[]) => {
      const values = decodeFloats(maps[name]);
      const size = shape.reduce((product, length) => product * length, 1);
      if (values.length !== size) throw new Error(`${name} has ${values.length} values instead of ${size}.`);
      return values;
    };
    const patches = grid ** 2;
    return {
      clsToPatches: floats('clsToPatches', layers, heads, patches),
      clsToPrompts: floats('clsToPrompts', layers, heads, prompts),
      patchesToPrompts: floats('patchesToPrompts', layers, promptHeads, prompts, patches),
      promptsToPatches: floats('promptsToPatches', layers, promptHeads, prompts, patches),
      rolloutPatches: floats('rolloutPatches', patches),
      rolloutPrompts: floats('rolloutPrompts', layers, prompts),
      predictions: maps.predictions,
    };
  };
  return { ...encoded, tuned: decoded(encoded.tuned, prompts), before: decoded(encoded.before, 0) };
}

/** What the attention takes of memory, nearly. */
export function bytesOf({ picture, tuned, before }: Attention): number {
  const ofArrays = (maps: AttentionMaps) =>
    Object.values(maps).reduce((sum, values) => sum + (values instanceof Float32Array ? values.byteLength : 0), 0);
  return picture.length + ofArrays(tuned) + ofArrays(before);
}
