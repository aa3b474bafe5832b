import type { Layer } from '../backbones/parameter';
import { type Graph, type GraphNode, type Value, bytesOf } from './graph';

/** What a part of a graph costs. */
export interface Cost {
  /** Floating-point operations; a multiply-add counts as two. */
  readonly flops: number;
  /** The share of `flops` in matrix products. */
  readonly matrixFlops: number;
  /** Bytes of all results, if every one were kept. */
  readonly activationBytes: number;
  /** Bytes of the weights that are read. */
  readonly parameterBytes: number;
}

const none: Cost = { flops: 0, matrixFlops: 0, activationBytes: 0, parameterBytes: 0 };

const add = (a: Cost, b: Cost): Cost => ({
  flops: a.flops + b.flops,
  matrixFlops: a.matrixFlops + b.matrixFlops,
  activationBytes: a.activationBytes + b.activationBytes,
  parameterBytes: a.parameterBytes + b.parameterBytes,
});

const size = ({ shape }: Value): number => shape.reduce((product, side) => product * side, 1);

/** Operations per element of the first result, where it is not one. */
const perElement: Record<string, number> = {
  LayerNorm: 8,
  LayerNormGrad: 12,
  Gelu: 10,
  GeluGrad: 16,
  Softmax: 5,
  LogSoftmax: 5,
};
const free = new Set([
  'Reshape',
  'Transpose',
  'Identity',
  'Slice',
  'SplitV',
  'Concat',
  'PadV2',
  'Fill',
  'Cast',
  'ExpandDims',
]);
const reductions = new Set(['Sum', 'Mean', 'Max', 'Min']);

/** Floating-point operations of one node: 2 m n k for each matrix product, one per element for arithmetic. */
function flopsOf(graph: Graph, node: GraphNode): Pick<Cost, 'flops' | 'matrixFlops'> {
  const inputs = node.inputs.map(id => graph.values[id]);
  const outputs = node.outputs.map(id => graph.values[id]);
  const matrix = (flops: number) => ({ flops, matrixFlops: flops });
  switch (node.kernel) {
    case 'Linear':
      return matrix(2 * size(outputs[0]) * inputs[0].shape[1]);
    case 'BatchMatMul': {
      const inner = inputs[0].shape.at(node.attributes.transposeA === true ? -2 : -1) ?? 1;
      return matrix(2 * size(outputs[0]) * inner);
    }
    case 'Attention':
      return matrix(2 * size(outputs[1]) * (inputs[0].shape[3] + inputs[2].shape[3]));
    case 'AttentionGrad':
      return matrix(4 * size(inputs[5]) * (inputs[1].shape[3] + inputs[3].shape[3]));
    default: {
      if (free.has(node.kernel)) return { flops: 0, matrixFlops: 0 };
      const counted = reductions.has(node.kernel) ? inputs[0] : outputs[0];
      return { flops: size(counted) * (perElement[node.kernel] ?? 1), matrixFlops: 0 };
    }
  }
}

/** Floating-point operations of one node. */
export function nodeFlops(graph: Graph, node: GraphNode): number {
  return flopsOf(graph, node).flops;
}

/** The cost of a graph, layer by layer; what belongs to no layer is under null. */
export function costByLayer(graph: Graph): Map<Layer | null, Cost> {
  const costs = new Map<Layer | null, Cost>();
  const weights = new Set(
    graph.inputs.filter(input => input.role === 'frozen' || input.role === 'trainable').map(input => input.value),
  );
  const counted = new Set<number>();
  for (const node of graph.nodes) {
    const read = node.inputs.filter(id => weights.has(id) && !counted.has(id));
    read.forEach(id => counted.add(id));
    const cost: Cost = {
      ...flopsOf(graph, node),
      activationBytes: node.outputs.reduce((sum, id) => sum + bytesOf(graph.values[id]), 0),
      parameterBytes: read.reduce((sum, id) => sum + bytesOf(graph.values[id]), 0),
    };
    costs.set(node.layer, add(costs.get(node.layer) ?? none, cost));
  }
  return costs;
}

/** The cost of a whole graph. */
export function costOf(graph: Graph): Cost {
  return [...costByLayer(graph).values()].reduce(add, none);
}
