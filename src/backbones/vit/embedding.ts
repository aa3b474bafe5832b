import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { type Architecture, gridSize } from '../architecture';
import { type ForwardContext, clsToken } from './context';

/**
 * The tokens that the first block gets: CLS, registers, patches. Registers have no positions (Darcet et al., 2023).
 * @param images `[batch, 3, S, S]`, normalised.
 * @returns `[batch, 1 + registers + grid², D]`
 */
export function embed(architecture: Architecture, context: ForwardContext, images: Tensor4D): Tensor3D {
  const { tf, weight } = context;
  const { width, registers, embeddingNorm, normEpsilon } = architecture;
  const batch = images.shape[0];
  // Adding zeros repeats for each image with a gradient that is one sum; tile's unrolls.
  const forEach = (name: string, tokens: number): Tensor3D => tf.add(weight(name), tf.zeros([batch, tokens, width]));
  const patches = embedPatches(architecture, context, images);
  const placed: Tensor3D = tf.add(tf.concat([forEach('cls', 1), patches], 1), weight('positions'));
  const tokens =
    registers === 0
      ? placed
      : tf.concat(
          [
            clsToken(tf, placed),
            forEach('registers', registers),
            tf.slice(placed, [0, 1, 0], [batch, placed.shape[1] - 1, width]),
          ],
          1,
        );
  return embeddingNorm ? tf.layerNorm(tokens, weight('norm0.weight'), weight('norm0.bias'), normEpsilon) : tokens;
}

/** The convolution whose stride is its kernel's side, as one linear layer of flat patches (red, green, blue; row; column). */
function embedPatches(architecture: Architecture, context: ForwardContext, images: Tensor4D): Tensor3D {
  const { tf, weight, sites } = context;
  const { patchSize, patchBias } = architecture;
  const batch = images.shape[0];
  const grid = gridSize(architecture);
  const cells = tf.transpose(tf.reshape(images, [batch, 3, grid, patchSize, grid, patchSize]), [0, 2, 4, 1, 3, 5]);
  const pixels: Tensor3D = tf.reshape(cells, [batch, grid * grid, 3 * patchSize * patchSize]);
  const linear = tf.linear(pixels, weight('patch.weight'), patchBias ? weight('patch.bias') : undefined);
  return sites.at('patch', linear, { layer: 'embedding', input: pixels, residual: linear });
}
