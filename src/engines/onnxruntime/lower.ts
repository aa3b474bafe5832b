import { composites } from '../../graph/composites';
import type { Graph, GraphNode, ValueId } from '../../graph/graph';
import { optimize } from '../../graph/optimize';
import { expand } from '../../graph/passes/expand';
import { type LoweringContext, type Lowerings, lowerings as usual } from './lowerings';
import type { OnnxModel, OnnxNode, OnnxValue } from './onnxFormat';

/**
 * Translates a graph to an ONNX model whose inputs and outputs carry the graph's own names.
 * @param lowerings of each kernel; those of the CPU provider if absent
 */
export function lower(source: Graph, lowerings: Lowerings = usual): OnnxModel {
  const expanded = Object.fromEntries(Object.entries(composites).filter(([kernel]) => !(kernel in lowerings)));
  const graph = optimize(expand(source, expanded));
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, OnnxModel['initializers'][number]>();
  const names = new Map<ValueId, string>(graph.values.map((_, id) => [id, `value${id}`]));
  for (const input of graph.inputs) names.set(input.value, input.name);
  const made = new Set(graph.nodes.flatMap(node => node.outputs));
  const outputs = graph.outputs.map(({ name, value }): OnnxValue => {
    // A node may write its result under the output's own name, once; what is an input or written already is copied.
    if (made.delete(value)) names.set(value, name);
    return { name, type: graph.values[value].dtype, shape: graph.values[value].shape };
  });
  const nameOf = (id: ValueId): string => names.get(id) ?? `value${id}`;

  const constant = (type: OnnxValue['type'], shape: readonly number[], data: Uint8Array): string => {
    const name = `constant_${type}_${shape.join('x')}_${Buffer.from(data).toString('hex')}`;
    initializers.set(name, { name, type, shape, data });
    return name;
  };
  for (const { value, data } of graph.constants) {
    const { shape, dtype } = graph.values[value];
    const bytes =
      dtype === 'bool' ? Uint8Array.from(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    names.set(value, constant(dtype, shape, bytes));
  }
  for (const node of graph.nodes) {
    const lowering = lowerings[node.kernel];
    if (!lowering) throw new Error(`ONNX Runtime has no translation of the kernel ${node.kernel}.`);
    lowering(contextOf(graph, node, nameOf, nodes, constant));
  }
  for (const { name, value } of graph.outputs) {
    if (nameOf(value) !== name) nodes.push({ operator: 'Identity', inputs: [nameOf(value)], outputs: [name] });
  }
  return {
    nodes,
    initializers: [...initializers.values()],
    inputs: graph.inputs.map(({ name, value }) => ({
      name,
      type: graph.values[value].dtype,
      shape: graph.values[value].shape,
    })),
    outputs,
  };
}

function contextOf(
  graph: Graph,
  node: GraphNode,
  nameOf: (id: ValueId) => string,
  nodes: OnnxNode[],
  constant: (type: OnnxValue['type'], shape: readonly number[], data: Uint8Array) => string,
): LoweringContext {
  const label = `${node.kernel}/${node.layer ?? ''}/${nodes.length}`;
  return {
    attributes: node.attributes,
    inputs: node.inputs.map(nameOf),
    outputs: node.outputs.map(nameOf),
    shapes: node.inputs.map(input => graph.values[input].shape),
    outputShapes: node.outputs.map(output => graph.values[output].shape),
    types: node.outputs.map(output => graph.values[output].dtype),
    emit: (operator, inputs, attributes = {}, outputs) => {
      const results = outputs ?? [`${label}/${nodes.length}`];
      const domain = operator === 'FusedMatMul' ? 'com.microsoft' : undefined;
      nodes.push({
        operator,
        domain,
        inputs,
        outputs: results,
        attributes,
        name: `${label}/${nodes.length}/${operator}`,
      });
      return results[0];
    },
    integers: values => constant('int64', [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
    scalar: value => constant('float32', [], new Uint8Array(Float32Array.of(value).buffer)),
  };
}
