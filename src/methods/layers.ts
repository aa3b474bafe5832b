import type { Layer } from '../backbones/parameter';
import type { SiteFunction } from '../backbones/sites';
import { InputError } from '../protocol/inputError';
import type { Layers } from './hyperparameters';

/**
 * The zero-based indices of the blocks that `layers` names, ascending.
 * @throws {InputError} if it names a block that a backbone of this depth does not have; the sentence begins with `layers`.
 */
export function selectedLayers(layers: Layers, depth: number): ReadonlySet<number> {
  const indices = Array.from({ length: depth }, (_, index) => index);
  if (layers === 'all') {
    return new Set(indices);
  }
  if (typeof layers === 'string') {
    const [end, digits] = layers.split('-', 2);
    const count = Number(digits);
    if (!Number.isInteger(count) || count < 1 || count > depth) {
      throw new InputError(
        `layers is "${layers}", but the backbone has ${depth} blocks: use "${end}-1" to "${end}-${depth}".`,
      );
    }
    return new Set(end === 'first' ? indices.slice(0, count) : indices.slice(depth - count));
  }
  const stray = layers.find(index => !indices.includes(index));
  if (stray !== undefined) {
    throw new InputError(
      `layers names block ${stray}, but the backbone has ${depth} blocks: use indices from 0 to ${depth - 1}.`,
    );
  }
  return new Set(indices.filter(index => layers.includes(index)));
}

/** Whether a method so restricted also acts on the embedding and the final norm: only one that acts on all layers does. */
export function actsOutsideBlocks(layers: Layers): boolean {
  return layers === 'all';
}

/**
 * Whether a method restricted to `layers` acts on a layer: a block, the embedding or the final norm.
 * @throws {InputError} as `selectedLayers`.
 */
export function layerFilter(layers: Layers, depth: number): (layer: Layer) => boolean {
  const selected = selectedLayers(layers, depth);
  const outside = actsOutsideBlocks(layers);
  return layer => (typeof layer === 'number' ? selected.has(layer) : layer !== 'head' && outside);
}

/**
 * The site function on the layers that `layers` names, and the identity on the others.
 * @throws {InputError} as `selectedLayers`.
 */
export function onLayers(layers: Layers, depth: number, act: SiteFunction): SiteFunction {
  const actsOn = layerFilter(layers, depth);
  return (value, context) => (actsOn(context.layer) ? act(value, context) : value);
}
