import { type Architecture, gridSize } from '../architecture';
import { type Layer, type Parameter, ones, zeros } from '../parameter';

const weight = { kind: 'truncated-normal', std: 0.02 } as const;

/**
 * Every tensor of a Vision Transformer without its head, in forward order (Dosovitskiy et al., 2020, as in timm).
 * Query, key and value are three tensors each, rows of timm's fused `qkv`. What only some architectures have:
 * `registers`, `norm0` before the blocks, the MLP's `gate`, the LayerScales `scale1` and `scale2`, and `projection`,
 * which belongs to the layer of the final norm.
 */
export function vitParameters(architecture: Architecture): Parameter[] {
  const { width, depth, patchSize, registers, embeddingNorm, patchBias, pooling, projection } = architecture;
  const positions = gridSize(architecture) ** 2 + 1;
  const pooled = pooling === 'cls-mean' ? 2 * width : width;
  return [
    token('cls', [1, 1, width]),
    token('positions', [1, positions, width]),
    ...(registers > 0 ? [token('registers', [1, registers, width])] : []),
    ...linear('embedding', 'patch', width, 3 * patchSize ** 2, patchBias),
    ...(embeddingNorm ? norm('embedding', 'norm0', width) : []),
    ...Array.from({ length: depth }, (_, index) => block(architecture, index)).flat(),
    ...norm('norm', 'norm', width),
    ...(projection === null ? [] : linear('norm', 'projection', projection, pooled, false)),
  ];
}

function block({ width, mlpWidth, mlp, layerScale }: Architecture, index: number): Parameter[] {
  const name = `blocks.${index}`;
  const scale = (which: string) => (layerScale ? [vector(index, `${name}.${which}`, width, ones)] : []);
  return [
    ...norm(index, `${name}.norm1`, width),
    ...['q', 'k', 'v', 'output'].flatMap(target => linear(index, `${name}.${target}`, width, width)),
    ...scale('scale1'),
    ...norm(index, `${name}.norm2`, width),
    ...(mlp === 'swiglu' ? linear(index, `${name}.gate`, mlpWidth, width) : []),
    ...linear(index, `${name}.fc1`, mlpWidth, width),
    ...linear(index, `${name}.fc2`, width, mlpWidth),
    ...scale('scale2'),
  ];
}

function token(name: string, shape: number[]): Parameter {
  return { name, layer: 'embedding', shape, initialization: weight, decay: false };
}

function linear(layer: Layer, name: string, outputs: number, inputs: number, bias = true): Parameter[] {
  const matrix = { name: `${name}.weight`, layer, shape: [outputs, inputs], initialization: weight, decay: true };
  return bias ? [matrix, vector(layer, `${name}.bias`, outputs, zeros)] : [matrix];
}

function norm(layer: Layer, name: string, width: number): Parameter[] {
  return [vector(layer, `${name}.weight`, width, ones), vector(layer, `${name}.bias`, width, zeros)];
}

function vector(layer: Layer, name: string, width: number, initialization: Parameter['initialization']): Parameter {
  return { name, layer, shape: [width], initialization, decay: false };
}
