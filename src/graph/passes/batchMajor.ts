import type { Graph, GraphNode, ValueId } from '../graph';

/**
 * The values that hold one run of numbers per image, in the order of the images, so that a batch of them can be put
 * together from single images' runs. Where that isn't certain a value is left out.
 */
export function batchMajorValues(graph: Graph, batch: number): ReadonlySet<ValueId> {
  const found = new Set(graph.inputs.filter(input => input.role === 'image').map(input => input.value));
  for (const node of graph.nodes) {
    if (keepsImagesApart(graph, node, batch, found)) node.outputs.forEach(output => found.add(output));
  }
  return found;
}

const elementwise = new Set(
  ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum', 'Exp', 'Neg', 'Square', 'Sqrt', 'Rsqrt', 'Erf', 'Tanh', 'Relu'].concat(
    ['Sigmoid', 'Cast', 'Gelu', 'LayerNorm', 'Softmax', 'LogSoftmax', 'Step', 'Identity', 'AddN'],
  ),
);

function keepsImagesApart(graph: Graph, node: GraphNode, batch: number, apart: ReadonlySet<ValueId>): boolean {
  const shapes = node.inputs.map(input => graph.values[input].shape);
  const output = graph.values[node.outputs[0]].shape;
  if (!apart.has(node.inputs[0]) && !node.inputs.some(input => apart.has(input))) return false;
  const { axis, perm, begin } = node.attributes;
  if (elementwise.has(node.kernel)) {
    // What is not one run per image must be the same for all of them: it may not reach the first axis.
    return node.inputs.every((input, i) => apart.has(input) || shapes[i].length < output.length || shapes[i][0] === 1);
  }
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
    case 'Concat':
      return node.inputs.every(input => apart.has(input)) && axis !== 0 && shapes[0].length > 1;
    case 'Sum':
    case 'Mean':
    case 'Max': {
      const axes = typeof axis === 'number' ? [axis] : axis;
      return typeof axes === 'object' && axes !== null && axes.every(at => at > 0) && output[0] % batch === 0;
    }
    default:
      return false;
  }
}
