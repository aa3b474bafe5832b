import type { Tensor3D } from '@tensorflow/tfjs-core';
import { type Initialization, zeros } from '../../backbones/parameter';
import type { SiteContext } from '../../backbones/sites';
import type { Trainable } from '../method';

/**
 * The tensors of one bottleneck adapter, 2 D h + h + D values: `down.weight` `[h, D]`, `down.bias`, `up.weight`
 * `[D, h]`, `up.bias`. The way up starts at zero, so the adapted network starts as the frozen one; the way down must
 * not start at zero too, or no gradient would ever reach either weight.
 */
export function bottleneckParameters(
  layer: number,
  width: number,
  bottleneck: number,
  down: Initialization,
): readonly Trainable[] {
  const tensor = (name: string, shape: number[], initialization: Initialization): Trainable => ({
    kind: 'added',
    layer,
    name,
    shape,
    initialization,
    decay: shape.length > 1,
  });
  return [
    tensor('down.weight', [bottleneck, width], down),
    tensor('down.bias', [bottleneck], zeros),
    tensor('up.weight', [width, bottleneck], zeros),
    tensor('up.bias', [width], zeros),
  ];
}

/** A(u) = W_up φ(W_down u + b_down) + b_up, token by token. `u` and the result `[batch, tokens, D]`, φ acts on `[…, h]`. */
export function bottleneck(context: SiteContext, u: Tensor3D, activation: (hidden: Tensor3D) => Tensor3D): Tensor3D {
  const { tf } = context;
  const hidden = activation(tf.linear(u, context.parameter('down.weight'), context.parameter('down.bias')));
  return tf.linear(hidden, context.parameter('up.weight'), context.parameter('up.bias'));
}
