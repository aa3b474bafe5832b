import { composites } from '../../../src/graph/composites';
import type { Graph, ValueId } from '../../../src/graph/graph';
import { expand } from '../../../src/graph/passes/expand';
import { type Run, kernels } from './kernels';

/** Inputs or outputs by name. */
export type Arrays64 = ReadonlyMap<string, Float64Array>;

/**
 * Executes a graph in float64, for finite differences: float32 leaves no digits of a difference of two losses. Our own
 * kernels run as their composites.
 */
export function interpreter64(source: Graph): (inputs: Arrays64) => Arrays64 {
  const graph = expand(source, composites);
  const steps = graph.nodes.map(node => {
    const kernel = kernels[node.kernel];
    if (!kernel) throw new Error(`The float64 interpreter has no kernel ${node.kernel}.`);
    const values = (ids: readonly ValueId[]) => ids.map(id => graph.values[id]);
    return { node, run: kernel(values(node.inputs), values(node.outputs), node.attributes) satisfies Run };
  });
  return inputs => {
    const values = new Map<ValueId, Float64Array>(
      graph.constants.map(({ value, data }) => [value, Float64Array.from(data)]),
    );
    const of = (id: ValueId): Float64Array => {
      const array = values.get(id);
      if (!array) throw new Error(`Value ${id} was not computed.`);
      return array;
    };
    for (const { name, value } of graph.inputs) {
      const array = inputs.get(name);
      if (!array) throw new Error(`No array is bound to "${name}".`);
      values.set(value, array);
    }
    for (const { node, run } of steps) {
      run(node.inputs.map(of)).forEach((array, i) => values.set(node.outputs[i], array));
    }
    return new Map(graph.outputs.map(({ name, value }) => [name, of(value)]));
  };
}

/** The same numbers in float64. */
export function widened(arrays: ReadonlyMap<string, ArrayLike<number>>): Map<string, Float64Array> {
  return new Map([...arrays].map(([name, array]) => [name, Float64Array.from(array)]));
}
