import type { Architecture } from '../../backbones/architecture';
import { sizeOf } from '../../backbones/parameter';
import { type MethodSelection, resolveTrainables } from '../../methods/instances';

/**
 * How many values methods train on an architecture, the head not counted.
 * @throws {InputError} if a method asks for a block that the backbone does not have
 */
export function trainedParameters(architecture: Architecture, selections: readonly MethodSelection[]): number {
  return resolveTrainables(architecture, selections).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
