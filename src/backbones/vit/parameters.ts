import { type Architecture, gridSize } from '../architecture';
import { type Parameter, ones, zeros } from '../parameter';

const weight = { kind: 'truncated-normal', std: 0.02 } as const;

/**
 * Every tensor of a Vision Transformer without its head, in forward order (Dosovitskiy et al., 2020, as in timm).
 * Query, key and value are three tensors each, rows of timm's fused `qkv`.
 */
export function vitParameters(architecture: Architecture): Parameter[] {
  const { width, depth, mlpWidth, patchSize } = architecture;
  const tokens = gridSize(architecture) ** 2 + 1;
  const linear = (layer: Parameter['layer'], name: string, outputs: number, inputs: number): Parameter[] => [
    { name: `${name}.weight`, layer, shape: [outputs, inputs], initialization: weight, decay: true },
    { name: `${name}.bias`, layer, shape: [outputs], initialization: zeros, decay: false },
  ];
  const norm = (layer: Parameter['layer'], name: string): Parameter[] => [
    { name: `${name}.weight`, layer, shape: [width], initialization: ones, decay: false },
    { name: `${name}.bias`, layer, shape: [width], initialization: zeros, decay: false },
  ];
  const block = (index: number): Parameter[] => {
    const name = `blocks.${index}`;
    return [
      ...norm(index, `${name}.norm1`),
      ...['q', 'k', 'v', 'output'].flatMap(target => linear(index, `${name}.${target}`, width, width)),
      ...norm(index, `${name}.norm2`),
      ...linear(index, `${name}.fc1`, mlpWidth, width),
      ...linear(index, `${name}.fc2`, width, mlpWidth),
    ];
  };
  return [
    { name: 'cls', layer: 'embedding', shape: [1, 1, width], initialization: weight, decay: false },
    { name: 'positions', layer: 'embedding', shape: [1, tokens, width], initialization: weight, decay: false },
    ...linear('embedding', 'patch', width, 3 * patchSize ** 2),
    ...Array.from({ length: depth }, (_, index) => block(index)).flat(),
    ...norm('norm', 'norm'),
  ];
}
