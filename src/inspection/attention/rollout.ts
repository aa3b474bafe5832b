import { type TokenLayout, mostPrompts, patchCount, tokenCount } from './tokenLayout';

/** What becomes of the class token's attention through all layers. Shares of one: together they are the whole. */
export interface Rollout {
  /** `[patches]` */
  readonly patches: Float32Array;
  /** `[layers, prompts]`: the prompts that each layer brought; carried ones belong to the first. */
  readonly prompts: Float32Array;
  /** What stays with the class token itself. */
  readonly cls: number;
  readonly registers: number;
}

/**
 * Attention rollout (Abnar and Zuidema, 2020): the class token's row of the product of (A + I) / 2 over the layers, A the
 * mean over heads. Prompts that a layer brings for itself end there: tokens alone are multiplied on, and what goes to
 * such prompts is kept as that layer's share.
 *
 * The row is followed from the last layer to the first, which is the same product for less work.
 * @param means of each layer, `[tokens, keys]` with the layer's own prompts as the first keys
 * @throws {Error} if the shares do not add up to one
 */
export function rollout(means: readonly Float32Array[], layout: TokenLayout): Rollout {
  const { layers, own, carried, registers } = layout;
  const tokens = tokenCount(layout);
  const most = mostPrompts(layout);
  const prompts = new Float32Array(layers * most);
  let share = new Float64Array(tokens);
  share[0] = 1;
  for (let layer = layers - 1; layer >= 0; layer--) {
    const keys = own[layer] + tokens;
    const passed = new Float64Array(keys);
    for (let row = 0; row < tokens; row++) {
      const half = share[row] / 2;
      passed[own[layer] + row] += half;
      for (let key = 0; key < keys; key++) passed[key] += half * means[layer][row * keys + key];
    }
    prompts.set(passed.subarray(0, own[layer]), layer * most);
    share = passed.slice(own[layer]);
  }
  prompts.set(share.subarray(1, 1 + carried), own[0]);
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  const found = {
    patches: Float32Array.from(share.subarray(tokens - patchCount(layout))),
    prompts,
    cls: share[0],
    registers: sum(share.subarray(1 + carried, 1 + carried + registers)),
  };
  const whole = sum(found.patches) + sum(prompts) + found.cls + found.registers;
  if (!(Math.abs(whole - 1) < 1e-3)) throw new Error(`Rollout adds up to ${whole.toFixed(3)} instead of 1.`);
  return found;
}
