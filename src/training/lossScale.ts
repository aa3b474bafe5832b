/** Dynamic loss scaling between two steps (Micikevicius et al., 2018). Factors are powers of two: scaling is exact. */
export interface LossScale {
  /** What the loss is multiplied by, so that gradients stay above the smallest number of float16. */
  readonly scale: number;
  /** Updates made since it last changed. */
  readonly updates: number;
}

export const firstLossScale: LossScale = { scale: 2 ** 16, updates: 0 };

/** Updates after which a larger scale is tried. */
const patience = 2000;

/** The scale after a step: half where a gradient was not finite, and twice after many updates. Below 1 nothing is left to try. */
export function nextLossScale({ scale, updates }: LossScale, isFinite: boolean): LossScale {
  if (!isFinite) return { scale: scale / 2, updates: 0 };
  return updates + 1 < patience ? { scale, updates: updates + 1 } : { scale: 2 * scale, updates: 0 };
}
