import type { Graph, GraphNode, ValueId } from '../graph';
import { GraphBuilder } from './builder';

/** What is known of a value that is one number repeated. */
type Uniform = number;

/**
 * Simplifies arithmetic with values that are one number repeated: a fill that is read by broadcasting arithmetic
 * becomes a scalar, `x + 0`, `x - 0` and `x · 1` become `x`, and arithmetic of such values alone is done here.
 */
export function foldConstants(graph: Graph): Graph {
  const uniform = new Map<ValueId, Uniform>();
  for (const { value, data } of graph.constants) {
    if (data.length === 1) uniform.set(value, data[0]);
  }
  const builder = new GraphBuilder(graph);
  builder.copyInputs();
  for (const node of graph.nodes) {
    const folded = fold(graph, node, uniform);
    if (folded.kind === 'number') uniform.set(node.outputs[0], folded.number);
    if (folded.kind === 'same') builder.renamed.set(node.outputs[0], builder.of(folded.as));
    else if (folded.kind === 'number' && node.kernel !== 'Fill') {
      const { shape, dtype } = graph.values[node.outputs[0]];
      const output = builder.keep(node.outputs[0]);
      builder.nodes.push({
        kernel: 'Fill',
        inputs: [],
        inputNames: [],
        attributes: { shape, value: folded.number, dtype },
        outputs: [output],
        layer: node.layer,
      });
    } else builder.copyNode(node);
  }
  return scalarOperands(builder.finish());
}

type Folded = { kind: 'number'; number: number } | { kind: 'same'; as: ValueId } | { kind: 'kept' };

const arithmetic: Record<string, (a: number, b: number) => number> = {
  Add: (a, b) => Math.fround(a + b),
  Sub: (a, b) => Math.fround(a - b),
  Multiply: (a, b) => Math.fround(a * b),
  RealDiv: (a, b) => Math.fround(a / b),
};

function fold(graph: Graph, node: GraphNode, uniform: ReadonlyMap<ValueId, Uniform>): Folded {
  const sameShape = (value: ValueId) => graph.values[value].shape.join() === graph.values[node.outputs[0]].shape.join();
  const [a, b] = node.inputs;
  const numbers = [uniform.get(a), uniform.get(b)];
  if (node.kernel === 'Fill' && typeof node.attributes.value === 'number') {
    return { kind: 'number', number: node.attributes.value };
  }
  if (node.kernel === 'ZerosLike') return { kind: 'number', number: 0 };
  if (node.kernel === 'OnesLike') return { kind: 'number', number: 1 };
  if (['Reshape', 'Identity', 'ExpandDims', 'Transpose'].includes(node.kernel) && numbers[0] !== undefined) {
    return { kind: 'number', number: numbers[0] };
  }
  const operation = arithmetic[node.kernel];
  if (!operation) return { kind: 'kept' };
  if (numbers[0] !== undefined && numbers[1] !== undefined) {
    return { kind: 'number', number: operation(numbers[0], numbers[1]) };
  }
  const neutral = node.kernel === 'Add' || node.kernel === 'Sub' ? 0 : 1;
  if (numbers[1] === neutral && sameShape(a)) return { kind: 'same', as: a };
  const commutes = node.kernel === 'Add' || node.kernel === 'Multiply';
  if (commutes && numbers[0] === neutral && sameShape(b)) return { kind: 'same', as: b };
  return { kind: 'kept' };
}

/** Broadcasting arithmetic reads a scalar instead of a filled array where the other operand has the full shape. */
function scalarOperands(graph: Graph): Graph {
  const fills = new Map(graph.nodes.filter(node => node.kernel === 'Fill').map(node => [node.outputs[0], node]));
  const builder = new GraphBuilder(graph);
  builder.copyInputs();
  for (const node of graph.nodes) {
    const output = graph.values[node.outputs[0]];
    const scalar = node.inputs.findIndex((input, i) => {
      const other = graph.values[node.inputs[1 - i]];
      return fills.has(input) && other?.shape.join() === output.shape.join();
    });
    if (!(node.kernel in arithmetic) || scalar < 0) {
      builder.copyNode(node);
      continue;
    }
    const fill = fills.get(node.inputs[scalar]);
    const number = Number(fill?.attributes.value);
    const { dtype } = graph.values[node.inputs[scalar]];
    const constant = builder.value({ shape: [], dtype });
    const data = dtype === 'float32' ? Float32Array.of(number) : Int32Array.of(number);
    builder.constants.push({ value: constant, data });
    const inputs = node.inputs.map((input, i) => (i === scalar ? constant : builder.of(input)));
    builder.nodes.push({ ...node, inputs, outputs: [builder.keep(node.outputs[0])] });
  }
  return builder.finish();
}
