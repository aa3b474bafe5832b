import type { Attention } from '../../src/protocol/attentionPanel';
import type { MapMode } from '../../src/protocol/attentionRequests';
import { areSame } from './rounding';

/** A head by its index; null for the mean of all. */
export type Head = number | null;

/** A prompt by its index; null for all of its layer together. */
export type Prompt = number | null;

/** Which model: as the checkpoint has it, or as it was before tuning. */
export type Model = 'tuned' | 'before';

/** What maps have a prompt at one end. */
export type PromptMode = Extract<MapMode, 'patchesToPrompts' | 'promptsToPatches'>;

export const isPromptMode = (mode: MapMode): mode is PromptMode =>
  mode === 'patchesToPrompts' || mode === 'promptsToPatches';

const headName = (head: Head) => (head === null ? 'mean' : head);

/**
 * The maps of one image, each a `[patches]` array in raster order with the weights as they are. A map is made when it is
 * first asked for, and stays the same array.
 */
export class AttentionMaps {
  private readonly made = new Map<string, readonly Float32Array[]>();
  private untouched: boolean | undefined;

  constructor(readonly attention: Attention) {}

  get patches(): number {
    return this.attention.grid ** 2;
  }

  /** Whether the maps with a prompt at one end are there of every head, or of the one alone that was asked for. */
  get haveAllHeads(): boolean {
    return this.attention.promptHeads === this.attention.heads;
  }

  /** How many prompts a layer reads. */
  promptsOf(layer: number): number {
    return this.attention.promptsOfLayer[layer] ?? 0;
  }

  /** How many keys a layer's softmax runs over. */
  keysOf(model: Model, layer: number): number {
    const keys = this.attention.keysOfLayer[layer] ?? 1;
    return model === 'tuned' ? keys : keys - this.promptsOf(layer);
  }

  /** The map of each prompt of a layer. @param head the one that was asked for where others are not there */
  prompts(mode: PromptMode, layer: number, head: Head): readonly Float32Array[] {
    return this.once(`${mode} ${layer} ${headName(head)}`, () => {
      const { promptHeads: heads, prompts, tuned } = this.attention;
      const size = prompts * this.patches;
      const all = weightsOfHead(tuned[mode], { heads, size }, layer, this.haveAllHeads ? head : 0);
      return Array.from({ length: this.promptsOf(layer) }, (_, prompt) =>
        all.subarray(prompt * this.patches, (prompt + 1) * this.patches),
      );
    });
  }

  /**
   * The map of all prompts of a layer together: how much of its attention each patch gives to prompts at all, which is a
   * sum; or what the prompts read on average. Null where the layer has no prompts.
   */
  allPrompts(mode: PromptMode, layer: number, head: Head): Float32Array | null {
    const maps = this.prompts(mode, layer, head);
    if (maps.length === 0) return null;
    return this.once(`all ${mode} ${layer} ${headName(head)}`, () => [
      sumOf(maps).map(sum => (mode === 'patchesToPrompts' ? sum : sum / maps.length)),
    ])[0];
  }

  /** What the class token reads of each patch. */
  cls(model: Model, layer: number, head: Head): Float32Array {
    return this.once(`cls ${model} ${layer} ${headName(head)}`, () => [
      weightsOfHead(
        this.attention[model].clsToPatches,
        { heads: this.attention.heads, size: this.patches },
        layer,
        head,
      ),
    ])[0];
  }

  /** What the class token reads of each prompt of a layer. */
  clsToPrompts(layer: number, head: Head): Float32Array {
    const { heads, prompts, tuned } = this.attention;
    return weightsOfHead(tuned.clsToPrompts, { heads, size: prompts }, layer, head).subarray(0, this.promptsOf(layer));
  }

  /** The class token's share of the prompts that a layer brought, through all layers. */
  rolloutOfPrompts(layer: number): Float32Array {
    const { prompts, tuned } = this.attention;
    return tuned.rolloutPrompts.subarray(layer * prompts, layer * prompts + this.promptsOf(layer));
  }

  /** Tuned less before: of the class token in a layer and head, or of rollout. */
  difference(of: { readonly layer: number; readonly head: Head } | 'rollout'): Float32Array {
    const key = of === 'rollout' ? of : `${of.layer} ${headName(of.head)}`;
    return this.once(`difference ${key}`, () => {
      const [tuned, before] =
        of === 'rollout'
          ? [this.attention.tuned.rolloutPatches, this.attention.before.rolloutPatches]
          : [this.cls('tuned', of.layer, of.head), this.cls('before', of.layer, of.head)];
      return [tuned.map((value, patch) => value - before[patch])];
    })[0];
  }

  /** Whether the class token reads of every patch, in every layer and head, what it read before tuning. */
  get isUntouched(): boolean {
    const { tuned, before } = this.attention;
    return (this.untouched ??= areSame(tuned.clsToPatches, before.clsToPatches));
  }

  private once(key: string, make: () => readonly Float32Array[]): readonly Float32Array[] {
    const made = this.made.get(key) ?? make();
    this.made.set(key, made);
    return made;
  }
}

/** The weights of one layer and head, or their mean over heads, out of `[layers, heads, size]`. */
export function weightsOfHead(
  weights: Float32Array,
  { heads, size }: { readonly heads: number; readonly size: number },
  layer: number,
  head: Head,
): Float32Array {
  const of = (index: number) => weights.subarray((layer * heads + index) * size, (layer * heads + index + 1) * size);
  if (head !== null) return of(head);
  return sumOf(Array.from({ length: heads }, (_, index) => of(index))).map(sum => sum / heads);
}

function sumOf(arrays: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(arrays[0]?.length ?? 0);
  for (const array of arrays) for (let i = 0; i < sum.length; i++) sum[i] += array[i];
  return sum;
}
