import { composites } from '../../graph/composites';
import type { Graph, InputRole, Value, ValueId } from '../../graph/graph';
import { optimize } from '../../graph/optimize';
import { expand } from '../../graph/passes/expand';
import { type Instruction, type InstructionConstant, type InstructionValue, type } from './instructions';
import { lowerings } from './lowerings';

/** A graph as TensorFlow's operations, in an order in which they can run. */
export interface TensorFlowProgram {
  readonly inputs: readonly (InstructionValue & { readonly name: string; readonly role: InputRole })[];
  readonly constants: readonly InstructionConstant[];
  readonly instructions: readonly Instruction[];
  /** Each is made by an instruction, and is no other's value. */
  readonly outputs: readonly (InstructionValue & { readonly name: string })[];
}

/** Translates a graph. @throws {Error} naming a kernel that TensorFlow is not told how to run */
export function lower(source: Graph): TensorFlowProgram {
  const expanded = Object.fromEntries(Object.entries(composites).filter(([kernel]) => !(kernel in lowerings)));
  const graph = optimize(expand(source, expanded));
  const instructions: Instruction[] = [];
  const constants = new Map<string, InstructionConstant>();
  let next: ValueId = graph.values.length;
  const constant = ({ dtype, shape }: Value, data: Float32Array | Int32Array): ValueId => {
    const key = `${dtype} ${shape.join('x')} ${data.join()}`;
    const known = constants.get(key) ?? { value: next++, dtype, shape, data };
    constants.set(key, known);
    return known.value;
  };
  for (const node of graph.nodes) {
    const lowering = lowerings[node.kernel];
    if (!lowering) throw new Error(`TensorFlow has no translation of the kernel ${node.kernel}.`);
    lowering({
      attributes: node.attributes,
      inputs: node.inputs,
      outputs: node.outputs,
      read: node.inputs.map(id => graph.values[id]),
      made: node.outputs.map(id => graph.values[id]),
      emit: (operation, inputs, attributes, outputs = [next++]) => {
        instructions.push({ operation, attributes, inputs, outputs });
        return outputs[0];
      },
      integers: (values, shape = [values.length]) => constant({ dtype: 'int32', shape }, Int32Array.from(values)),
      scalar: (value, dtype = 'float32') =>
        constant({ dtype, shape: [] }, dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value)),
    });
  }
  const unnamed = new Set(instructions.flatMap(instruction => instruction.outputs));
  const outputs = graph.outputs.map(({ name, value }) => {
    const { dtype, shape } = graph.values[value];
    // A result that is an input, a constant or another result too is made once more, so that each can be freed alone.
    if (unnamed.delete(value)) return { name, value, dtype, shape };
    const copy = next++;
    instructions.push({ operation: 'Identity', attributes: { T: type(dtype) }, inputs: [value], outputs: [copy] });
    return { name, value: copy, dtype, shape };
  });
  return {
    inputs: graph.inputs.map(({ name, role, value }) => ({ name, role, value, ...graph.values[value] })),
    constants: [
      ...graph.constants.map(({ value, data }) => ({ ...graph.values[value], value, data })),
      ...constants.values(),
    ],
    instructions,
    outputs,
  };
}
