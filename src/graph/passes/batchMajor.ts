import type { Graph, GraphNode, ValueId } from '../graph';

/** What is known of values: these hold a run of numbers for each image, those the same along their first axis. */
interface Runs {
  readonly apart: Set<ValueId>;
  /** A CLS token that was spread over the batch, for example. */
  readonly repeated: Set<ValueId>;
}

/**
 * The values that hold one run of numbers per image, in the order of the images, so that a batch of them can be put
 * together from single images' runs. Where that isn't certain a value is left out.
 */
export function batchMajorValues(graph: Graph, batch: number): ReadonlySet<ValueId> {
  const images = graph.inputs.filter(input => input.role === 'image').map(input => input.value);
  const runs: Runs = { apart: new Set(images), repeated: new Set() };
  const mixed = new Set<ValueId>();
  for (const node of graph.nodes) {
    const found = setOf(graph, node, batch, runs, mixed);
    if (found) node.outputs.forEach(output => found.add(output));
  }
  return runs.apart;
}

function setOf(graph: Graph, node: GraphNode, batch: number, runs: Runs, mixed: Set<ValueId>): Set<ValueId> | null {
  if (node.inputs.some(input => mixed.has(input))) return mixed;
  if (node.inputs.some(input => runs.apart.has(input))) {
    return keepsImagesApart(graph, node, batch, runs) ? runs.apart : mixed;
  }
  const repeats = node.kernel === 'Fill' || (elementwise.has(node.kernel) && keepsFirstAxisApart(graph, node, runs));
  return repeats ? runs.repeated : null;
}

const elementwise = new Set(
  (
    'Add Sub Multiply RealDiv Maximum Minimum AddN Exp Neg Square Sqrt Rsqrt Erf Tanh Relu Sigmoid Step Cast Identity Gelu ' +
    'LayerNorm Softmax LogSoftmax'
  ).split(' '),
);

/** These mix all values of the last axis, which must not be the first one. */
const rows = new Set(['LayerNorm', 'Softmax', 'LogSoftmax']);

/** What is not one run per image must be the same for all of them: it may not reach the first axis. */
function keepsFirstAxisApart(graph: Graph, node: GraphNode, { apart, repeated }: Runs): boolean {
  const output = graph.values[node.outputs[0]].shape;
  if (output.length < 2 && rows.has(node.kernel)) return false;
  return node.inputs.every(input => {
    const { shape } = graph.values[input];
    const full = shape.length === output.length;
    return apart.has(input) ? full && shape[0] === output[0] : !full || shape[0] === 1 || repeated.has(input);
  });
}

function keepsImagesApart(graph: Graph, node: GraphNode, batch: number, runs: Runs): boolean {
  const { apart, repeated } = runs;
  const shapes = node.inputs.map(input => graph.values[input].shape);
  const output = graph.values[node.outputs[0]].shape;
  const { axis, reductionIndices, perm, begin } = node.attributes;
  if (elementwise.has(node.kernel)) return keepsFirstAxisApart(graph, node, runs);
  switch (node.kernel) {
    case 'Linear':
      return apart.has(node.inputs[0]) && !node.inputs.slice(1).some(input => apart.has(input));
    case 'Attention':
      return node.inputs.every(input => apart.has(input));
    case 'Reshape':
      return output[0] % batch === 0;
    case 'Transpose':
      return typeof perm === 'object' && perm !== null && perm[0] === 0;
    case 'Slice':
      return typeof begin === 'object' && begin !== null && begin[0] === 0 && output[0] === shapes[0][0];
    case 'Concat': {
      const along = (Number(axis) + output.length) % output.length;
      // Of a batch of one image, what is the same for every image has nothing to be repeated for.
      const same = (input: ValueId, i: number) => repeated.has(input) || shapes[i][0] === 1;
      return along !== 0 && node.inputs.every((input, i) => apart.has(input) || same(input, i));
    }
    case 'Sum':
    case 'Mean':
    case 'Max': {
      const given = axis ?? reductionIndices;
      const axes = typeof given === 'number' ? [given] : given;
      return typeof axes === 'object' && axes !== null && axes.every(at => at > 0) && output[0] % batch === 0;
    }
    default:
      return false;
  }
}
