import type { Graph, ValueId } from '../graph';

/** Plain data as text, equal for equal data alone. JSON by itself writes infinities and NaN alike. */
export function described(data: unknown): string {
  return JSON.stringify(data, (_, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
  );
}

/**
 * Names values by how they are computed: two values, of one graph or of two, have the same key exactly if the same
 * kernels made them from the same inputs. Keys are comparable among graphs named by one `ValueKeys`.
 */
export class ValueKeys {
  private readonly known = new Map<string, number>();

  of(graph: Graph): ReadonlyMap<ValueId, number> {
    const keys = new Map<ValueId, number>();
    for (const { name, value } of graph.inputs) keys.set(value, this.intern(['input', name]));
    for (const { value, data } of graph.constants) {
      keys.set(value, this.intern(['constant', graph.values[value].shape, [...data]]));
    }
    for (const { kernel, inputs, inputNames, attributes, outputs } of graph.nodes) {
      const read = inputs.map(input => keys.get(input));
      outputs.forEach((output, i) => keys.set(output, this.intern([kernel, read, inputNames, attributes, i])));
    }
    return keys;
  }

  private intern(description: unknown): number {
    const text = described(description);
    const key = this.known.get(text) ?? this.known.size;
    this.known.set(text, key);
    return key;
  }
}
