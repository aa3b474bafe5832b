import type { Graph, GraphNode, Value, ValueId } from '../graph';

/** Collects a new graph while a pass walks an old one, renumbering values as it goes. */
export class GraphBuilder {
  readonly values: Value[] = [];
  readonly inputs: Graph['inputs'][number][] = [];
  readonly constants: Graph['constants'][number][] = [];
  readonly nodes: GraphNode[] = [];
  /** Old value to new value. */
  readonly renamed = new Map<ValueId, ValueId>();

  constructor(private readonly source: Graph) {}

  value(value: Value): ValueId {
    return this.values.push(value) - 1;
  }

  /** The new value that stands for an old one. */
  of(old: ValueId): ValueId {
    const found = this.renamed.get(old);
    if (found === undefined) throw new Error(`Value ${old} is used before it is made.`);
    return found;
  }

  /** Gives an old value a new number, unless it stands for another already. */
  keep(old: ValueId): ValueId {
    const fresh = this.value(this.source.values[old]);
    this.renamed.set(old, fresh);
    return fresh;
  }

  copyInputs(filter: (value: ValueId) => boolean = () => true): void {
    for (const input of this.source.inputs) {
      if (filter(input.value)) this.inputs.push({ ...input, value: this.keep(input.value) });
    }
    for (const constant of this.source.constants) {
      if (filter(constant.value)) this.constants.push({ ...constant, value: this.keep(constant.value) });
    }
  }

  copyNode(node: GraphNode): void {
    const inputs = node.inputs.map(input => this.of(input));
    this.nodes.push({ ...node, inputs, outputs: node.outputs.map(output => this.keep(output)) });
  }

  finish(outputs: Graph['outputs'] = this.source.outputs): Graph {
    return {
      values: this.values,
      inputs: this.inputs,
      constants: this.constants,
      nodes: this.nodes,
      outputs: outputs.map(output => ({ name: output.name, value: this.of(output.value) })),
    };
  }
}
