import type { Architecture } from '../../backbones/architecture';
import type { Initialization } from '../../backbones/parameter';

/** Uniform in ±√(6 / (3 P² + D)): Xavier's bound for a patch of P × P colours and a token of width D (Jia et al., 2022). */
export function promptInitialization({ patchSize, width }: Architecture): Initialization {
  return { kind: 'uniform', bound: Math.sqrt(6 / (3 * patchSize ** 2 + width)) };
}
