import { type Buffers, bound } from '../../engines/engine';
import { InputError } from '../../protocol/inputError';
import { outputs } from './attentionGraph';
import { total } from './oneHead';
import { rollout } from './rollout';
import { type TokenLayout, mostPrompts, patchCount, promptsOfLayer, tokenCount } from './tokenLayout';

/** The maps of one image; arrays are row-major, zeros where a layer has fewer prompts than the most. */
export interface AttentionMaps {
  /** `[layers, heads, patches]` */
  readonly clsToPatches: Float32Array;
  /** `[layers, heads, prompts]` */
  readonly clsToPrompts: Float32Array;
  /** `[layers, heads, prompts, patches]` */
  readonly patchesToPrompts: Float32Array;
  /** `[layers, heads, prompts, patches]` */
  readonly promptsToPatches: Float32Array;
  /** `[patches]` */
  readonly rolloutPatches: Float32Array;
  /** `[layers, prompts]` */
  readonly rolloutPrompts: Float32Array;
  /** Share of the class token's attention that registers take, mean over layers and heads. */
  readonly clsToRegisters: number;
}

/**
 * Sorts what an attention graph wrote into maps.
 * @throws {InputError} if the weights are not numbers @throws {Error} if rollout does not add up to one
 */
export function attentionMaps(written: Buffers, layout: TokenLayout): AttentionMaps {
  const { layers, heads, own, carried, registers } = layout;
  const patches = patchCount(layout);
  const tokens = tokenCount(layout);
  const most = mostPrompts(layout);
  const counts = promptsOfLayer(layout);
  const clsToPatches = new Float32Array(layers * heads * patches);
  const clsToPrompts = new Float32Array(layers * heads * most);
  const patchesToPrompts = new Float32Array(layers * heads * most * patches);
  const promptsToPatches = new Float32Array(layers * heads * most * patches);
  let toRegisters = 0;
  for (let layer = 0; layer < layers; layer++) {
    const cls = floats(written, outputs.cls(layer));
    const keys = own[layer] + tokens;
    for (let head = 0; head < heads; head++) {
      const at = layer * heads + head;
      const row = cls.subarray(head * keys, (head + 1) * keys);
      clsToPatches.set(row.subarray(keys - patches), at * patches);
      clsToPrompts.set(row.subarray(0, own[layer]), at * most);
      const firstCarried = own[layer] + 1;
      clsToPrompts.set(row.subarray(firstCarried, firstCarried + carried), at * most + own[layer]);
      for (let register = 0; register < registers; register++) toRegisters += row[firstCarried + carried + register];
      if (counts[layer] === 0) continue;
      const size = counts[layer] * patches;
      const ofHead = (name: string) => floats(written, name).subarray(head * size, (head + 1) * size);
      patchesToPrompts.set(ofHead(outputs.patchesToPrompts(layer)), at * most * patches);
      promptsToPatches.set(ofHead(outputs.promptsToPatches(layer)), at * most * patches);
    }
  }
  const means = own.map((_, layer) => floats(written, outputs.mean(layer)));
  const broken = means.findIndex(mean => !Number.isFinite(total(mean)));
  if (broken >= 0) {
    throw new InputError(
      `The attention of layer ${broken} is not a number at this checkpoint, because training diverged: look at an earlier one.`,
    );
  }
  const rolled = rollout(means, layout);
  return {
    clsToPatches,
    clsToPrompts,
    patchesToPrompts,
    promptsToPatches,
    rolloutPatches: rolled.patches,
    rolloutPrompts: rolled.prompts,
    clsToRegisters: toRegisters / (layers * heads),
  };
}

function floats(written: Buffers, name: string): Float32Array {
  const array = bound(written, name);
  if (!(array instanceof Float32Array)) throw new Error(`${name} is not of floats.`);
  return array;
}
