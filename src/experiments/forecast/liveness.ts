import { type Graph, type ValueId, bytesOf } from '../../graph/graph';

/** Kernels whose result is their input under another shape. */
const views = new Set(['Reshape', 'Identity', 'ExpandDims']);

/**
 * The most bytes of results that are needed at one time when the nodes run in their order, each result being freed after
 * its last reader. Inputs are left out, and so are outputs, which have buffers of their own.
 */
export function peakLiveBytes(graph: Graph): number {
  const owner = owners(graph);
  const lastRead = new Map<ValueId, number>();
  graph.nodes.forEach((node, index) => {
    for (const id of [...node.inputs, ...node.outputs]) lastRead.set(owner(id), index);
  });
  const elsewhere = new Set<ValueId>([
    ...graph.inputs.map(({ value }) => value),
    ...graph.constants.map(({ value }) => value),
    ...graph.outputs.map(({ value }) => owner(value)),
  ]);
  const freed = new Map<number, number>();
  let live = 0;
  let peak = 0;
  graph.nodes.forEach((node, index) => {
    for (const id of node.outputs) {
      if (owner(id) !== id || elsewhere.has(id)) continue;
      const bytes = bytesOf(graph.values[id]);
      live += bytes;
      const last = lastRead.get(id) ?? index;
      freed.set(last, (freed.get(last) ?? 0) + bytes);
    }
    peak = Math.max(peak, live);
    live -= freed.get(index) ?? 0;
  });
  return peak;
}

/** Which value holds the memory of each. */
function owners(graph: Graph): (id: ValueId) => ValueId {
  const viewed = new Map(
    graph.nodes.flatMap(({ kernel, inputs, outputs }) => (views.has(kernel) ? [[outputs[0], inputs[0]] as const] : [])),
  );
  const owner = (id: ValueId): ValueId => {
    const of = viewed.get(id);
    return of === undefined ? id : owner(of);
  };
  return owner;
}
