import type { Graph, ValueId } from '../graph';
import { GraphBuilder } from './builder';

/** Drops every node, constant and input that no output depends on. */
export function removeDeadCode(graph: Graph): Graph {
  const live = new Set<ValueId>(graph.outputs.map(output => output.value));
  for (const node of graph.nodes.toReversed()) {
    if (node.outputs.some(output => live.has(output))) node.inputs.forEach(input => live.add(input));
  }
  const builder = new GraphBuilder(graph);
  builder.copyInputs(value => live.has(value));
  for (const node of graph.nodes) {
    if (node.outputs.some(output => live.has(output))) builder.copyNode(node);
  }
  return builder.finish();
}
