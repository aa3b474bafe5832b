import { composites } from '../../graph/composites';
import type { Graph, Value, ValueId } from '../../graph/graph';
import { optimize } from '../../graph/optimize';
import { expand } from '../../graph/passes/expand';
import type { Instruction, InstructionConstant } from './instructions';
import { lowerings } from './lowerings';

/** A graph as TensorFlow's operations, in an order in which they can run, with what may be freed after each. */
export interface TensorFlowProgram {
  readonly instructions: readonly (Instruction & { readonly frees: readonly ValueId[] })[];
  readonly constants: readonly InstructionConstant[];
  /** The graph that was translated: its inputs and outputs are those of the source. */
  readonly graph: Graph;
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
  const own = graph.constants.map(({ value, data }) => ({ ...graph.values[value], value, data }));
  return { instructions: withFrees(instructions, graph), constants: [...own, ...constants.values()], graph };
}

/** Frees each value after its last use: results are kept, and so are inputs and constants, which others own. */
function withFrees(instructions: readonly Instruction[], { outputs }: Graph): TensorFlowProgram['instructions'] {
  const made = new Set(instructions.flatMap(instruction => instruction.outputs));
  const kept = new Set(outputs.map(({ value }) => value));
  const seen = new Set<ValueId>();
  const backwards = instructions.toReversed().map(instruction => {
    const touched = new Set([...instruction.inputs, ...instruction.outputs]);
    const frees = [...touched].filter(id => made.has(id) && !kept.has(id) && !seen.has(id));
    frees.forEach(id => seen.add(id));
    return { ...instruction, frees };
  });
  return backwards.toReversed();
}
