import type { Tensor } from '@tensorflow/tfjs-core';
import { capture } from '../capture';
import type { Composite } from '../composites';
import { type Graph, type GraphNode, captured } from '../graph';
import { GraphBuilder } from './builder';

/** Replaces every node of the given kernels by its composite of plain operations. */
export function expand(graph: Graph, composites: Readonly<Record<string, Composite>>): Graph {
  const builder = new GraphBuilder(graph);
  builder.copyInputs();
  for (const node of graph.nodes) {
    const composite = composites[node.kernel];
    if (composite) inline(builder, graph, node, composite);
    else builder.copyNode(node);
  }
  return builder.finish();
}

function inline(builder: GraphBuilder, graph: Graph, node: GraphNode, composite: Composite): void {
  const body = capture(context => {
    const inputs: Tensor[] = node.inputs.map((input, i) =>
      context.input({ name: String(i), role: 'state', ...captured(graph.values[input]) }),
    );
    composite(context.tf, inputs, node.attributes).forEach((output, i) => context.output(String(i), output));
  });
  const renamed = new Map(body.inputs.map(input => [input.value, builder.of(node.inputs[Number(input.name)])]));
  for (const constant of body.constants) {
    const value = builder.value(body.values[constant.value]);
    builder.constants.push({ ...constant, value });
    renamed.set(constant.value, value);
  }
  const rename = (value: number): number => {
    const found = renamed.get(value);
    if (found === undefined) throw new Error(`The composite of ${node.kernel} reads a value that it did not make.`);
    return found;
  };
  for (const inner of body.nodes) {
    const inputs = inner.inputs.map(rename);
    const outputs = inner.outputs.map(output => {
      const value = builder.value(body.values[output]);
      renamed.set(output, value);
      return value;
    });
    builder.nodes.push({ ...inner, inputs, outputs, layer: node.layer });
  }
  node.outputs.forEach((output, i) => builder.renamed.set(output, rename(body.outputs[i].value)));
}
