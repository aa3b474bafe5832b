import type { Graph, ValueId } from '../graph';
import { GraphBuilder } from './builder';
import { described } from './valueKeys';

/**
 * Computes each expression once: nodes of equal kernel, attributes and inputs become one, and copies (`Identity`, a
 * reshape to the same shape) become the value they copy.
 */
export function shareCommonSubexpressions(graph: Graph): Graph {
  const builder = new GraphBuilder(graph);
  builder.copyInputs();
  const known = new Map<string, readonly ValueId[]>();
  for (const constant of builder.constants) {
    const { shape, dtype } = builder.values[constant.value];
    known.set(described(['constant', [...constant.data], shape, dtype]), [constant.value]);
  }
  for (const constant of graph.constants) {
    const { shape, dtype } = graph.values[constant.value];
    const first = known.get(described(['constant', [...constant.data], shape, dtype]));
    if (first) builder.renamed.set(constant.value, first[0]);
  }
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(input => builder.of(input));
    if (isCopy(graph, node.kernel, node.inputs[0], node.outputs[0])) {
      builder.renamed.set(node.outputs[0], inputs[0]);
      continue;
    }
    const key = described([node.kernel, inputs, node.inputNames, node.attributes]);
    const same = known.get(key);
    if (same) {
      node.outputs.forEach((output, i) => builder.renamed.set(output, same[i]));
    } else {
      builder.copyNode(node);
      known.set(key, builder.nodes[builder.nodes.length - 1].outputs);
    }
  }
  return builder.finish();
}

function isCopy(graph: Graph, kernel: string, from: ValueId, to: ValueId): boolean {
  if (kernel === 'Identity') return true;
  return kernel === 'Reshape' && graph.values[from].shape.join() === graph.values[to].shape.join();
}
