import { nodeFlops } from '../cost';
import { type Graph, type GraphNode, type ValueId, bytesOf } from '../graph';
import { batchMajorValues } from './batchMajor';
import { GraphBuilder } from './builder';
import { removeDeadCode } from './deadCode';
import { ValueKeys } from './valueKeys';

/** Where a graph is cut: the values that are kept for each image. */
export interface PrefixCut {
  readonly values: readonly ValueId[];
  /** Bytes kept for each image. */
  readonly bytesPerImage: number;
}

/** Time to read a kept byte back, as the number of operations an engine does meanwhile. */
const flopsPerByte = 20;

/**
 * Chooses where to cut the part that depends on the image and frozen weights alone from the rest. Keeping everything
 * that the rest reads is not always best: of all cuts along the forward order whose values fit `bytesPerImage`, this
 * takes the one where recomputing what was not kept, and reading what was, cost least.
 * @returns null if nothing is worth keeping.
 */
export function chooseCut(graph: Graph, batch: number, bytesPerImage: number): PrefixCut | null {
  const prefix = prefixNodes(graph);
  const batchMajor = batchMajorValues(graph, batch);
  const images = new Set(graph.inputs.filter(input => input.role === 'image').map(input => input.value));
  const costs = prefix.map(node => nodeFlops(graph, node));
  const imageBytes = [...images].reduce((sum, id) => sum + bytesOf(graph.values[id]), 0) / batch;
  let best: { cut: PrefixCut; cost: number } | null = null;
  let recomputed = 0;
  const uncut = costs.reduce((a, b) => a + b, 0) / batch + imageBytes * flopsPerByte;
  for (let kept = prefix.length; kept > 0; kept--) {
    const values = frontier(graph, prefix.slice(0, kept), images);
    const bytes = values.reduce((sum, id) => sum + bytesOf(graph.values[id]), 0) / batch;
    const cost = recomputed / batch + bytes * flopsPerByte;
    const possible = bytes <= bytesPerImage && values.every(id => batchMajor.has(id) && !images.has(id));
    if (possible && cost < Math.min(best?.cost ?? Infinity, uncut)) {
      best = { cut: { values, bytesPerImage: bytes }, cost };
    }
    recomputed += costs[kept - 1];
  }
  return best?.cut ?? null;
}

/** The nodes that depend on images, and on nothing else that changes. */
function prefixNodes(graph: Graph): GraphNode[] {
  const changing = new Set<ValueId>();
  const fromImages = new Set<ValueId>();
  for (const { role, value } of graph.inputs) {
    if (role === 'image') fromImages.add(value);
    else if (role !== 'frozen') changing.add(value);
  }
  return graph.nodes.filter(node => {
    const changes = node.inputs.some(input => changing.has(input));
    const images = node.inputs.some(input => fromImages.has(input));
    for (const output of node.outputs) {
      if (changes) changing.add(output);
      if (images) fromImages.add(output);
    }
    return images && !changes;
  });
}

/** What the given nodes, and the images, hand to the rest of the graph. */
function frontier(graph: Graph, kept: readonly GraphNode[], images: ReadonlySet<ValueId>): ValueId[] {
  const inside = new Set(kept);
  const made = new Set([...images, ...kept.flatMap(node => node.outputs)]);
  const read = new Set<ValueId>(graph.outputs.map(output => output.value));
  for (const node of graph.nodes) {
    if (!inside.has(node)) node.inputs.forEach(input => read.add(input));
  }
  return [...made].filter(value => read.has(value));
}

export const prefixName = (index: number): string => `prefix.${index}`;

/** The graph of the cut's values alone, from the images; its outputs are named `prefix.0` … */
export function prefixGraph(graph: Graph, cut: PrefixCut): Graph {
  return removeDeadCode({ ...graph, outputs: cut.values.map((value, i) => ({ name: prefixName(i), value })) });
}

/**
 * The rest of a graph, with the cut's values as inputs. The graph may be another than the one that was cut, such as
 * the evaluation beside the training step: values computed in the same way are the same.
 */
export function remainderGraph(graph: Graph, cut: PrefixCut, cutGraph: Graph): Graph {
  const keys = new ValueKeys();
  const cutKeys = keys.of(cutGraph);
  const ownKeys = keys.of(graph);
  const wanted = new Map(cut.values.map((value, i) => [cutKeys.get(value), prefixName(i)]));
  const builder = new GraphBuilder(graph);
  builder.copyInputs();
  for (const node of graph.nodes) {
    builder.copyNode(node);
    for (const output of node.outputs) {
      const name = wanted.get(ownKeys.get(output));
      if (name !== undefined) builder.inputs.push({ name, role: 'image', value: builder.keep(output) });
    }
  }
  return removeDeadCode(builder.finish());
}
