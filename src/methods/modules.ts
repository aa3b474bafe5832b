import type { Layer } from '../backbones/parameter';

/** The parts that a backbone's own tensors fall into, in forward order. */
export const backboneParts = ['embedding', 'attention', 'mlp', 'norms', 'other'] as const;
export type BackbonePart = (typeof backboneParts)[number];

const blockParts: readonly (readonly [RegExp, BackbonePart])[] = [
  [/^blocks\.\d+\.(q|k|v|output)\./, 'attention'],
  [/^blocks\.\d+\.(fc1|fc2|gate)\./, 'mlp'],
  [/^(blocks\.\d+\.)?norm/, 'norms'],
];

function backbonePart(layer: Layer, name: string): BackbonePart {
  if (layer === 'embedding') return 'embedding';
  return blockParts.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}

/**
 * The module that a tensor belongs to: `head`, the method that added it by its name in the experiment (`lora`, `lora-2`),
 * or the part of the backbone.
 * @param instances names of the experiment's methods, as `instanceNames` gives them
 */
export function moduleOf(
  { layer, name }: { readonly layer: Layer; readonly name: string },
  instances: readonly string[],
): string {
  if (layer === 'head') return 'head';
  return instances.find(instance => name.startsWith(`${instance}.`)) ?? backbonePart(layer, name);
}
