import type { Precision } from '../../protocol/precision';
import { composites } from '../composites';
import type { Graph, GraphNode, ProductType, ValueId } from '../graph';
import { optimize } from '../optimize';
import { GraphBuilder } from './builder';
import { expand } from './expand';

/** Kernels that are matrix products and something else. */
const mixtures = ['Linear', 'Attention', 'AttentionGrad'];

/** Kernels that put the numbers of their one input in another place, and change none. */
const moving = new Set(['Reshape', 'ExpandDims', 'Transpose', 'Slice']);

const types: Readonly<Record<Precision, ProductType | null>> = {
  float32: null,
  // The same graph: the libraries round, if they are let (`engines/tensorFloat32`).
  tf32: null,
  bfloat16: 'bfloat16',
  float16: 'float16',
};

/** A graph in a precision: itself where nothing is to be cast. */
export function lowerPrecision(graph: Graph, precision: Precision): Graph {
  const type = types[precision];
  return type === null ? graph : castProducts(graph, type);
}

/**
 * A graph in float32 where training is in another precision. Libraries that may round to TF32 do so in every product of
 * float32 in the process, so there products are of float64, on which they may not.
 */
export function inFloat32(graph: Graph, training: Precision): Graph {
  return training === 'tf32' ? castProducts(graph, 'float64') : graph;
}

/**
 * Computes every matrix product in another type: its inputs are cast to it, each once, and its result back, as PyTorch's
 * autocast does. Everything else stays as it was, and so do the graph's inputs and outputs. A result that only moves on
 * its way to another product is not cast back and forth, which would change nothing.
 */
export function castProducts(source: Graph, type: ProductType): Graph {
  const graph = expand(source, Object.fromEntries(mixtures.map(kernel => [kernel, composites[kernel]])));
  const builder = new GraphBuilder(graph);
  builder.copyInputs();
  /** What was cast, and results of products, in the type. */
  const inType = new Map<ValueId, ValueId>();
  /** Results of products, and what only moved them. */
  const exact = new Set<ValueId>();
  const movers = new Map<ValueId, GraphNode>();
  const add = (node: Omit<GraphNode, 'outputs'>, made: ValueId) =>
    void builder.nodes.push({ ...node, outputs: [made] });

  const casted = (value: ValueId, layer: GraphNode['layer']): ValueId => {
    const known = inType.get(value);
    if (known !== undefined) return known;
    const mover = movers.get(value);
    const made = builder.value({ shape: builder.values[value].shape, dtype: type });
    if (mover) add({ ...mover, inputs: [casted(mover.inputs[0], layer)] }, made);
    else add({ kernel: 'Cast', inputs: [value], inputNames: ['x'], attributes: { dtype: type }, layer }, made);
    inType.set(value, made);
    return made;
  };

  for (const node of graph.nodes) {
    const [output] = node.outputs;
    if (node.kernel === 'BatchMatMul') {
      const { layer } = node;
      const product = builder.value({ shape: graph.values[output].shape, dtype: type });
      add({ ...node, inputs: node.inputs.map(input => casted(builder.of(input), layer)) }, product);
      const back = builder.keep(output);
      add({ kernel: 'Cast', inputs: [product], inputNames: ['x'], attributes: { dtype: 'float32' }, layer }, back);
      inType.set(back, product);
      exact.add(back);
      continue;
    }
    builder.copyNode(node);
    const [input] = node.inputs;
    if (moving.has(node.kernel) && exact.has(builder.of(input))) {
      exact.add(builder.of(output));
      movers.set(builder.of(output), builder.nodes[builder.nodes.length - 1]);
    }
  }
  return optimize(builder.finish());
}
