import type { ValueId } from '../../graph/graph';
import type { TensorFlowAttribute, TensorFlowBinding } from './binding';
import { type Instruction, type TypedAttribute, elementTypes } from './instructions';
import type { TensorFlowProgram } from './lower';
import { failureOf } from './failure';
import { createTensor } from './tensors';

/** A program made ready. Tensors go by their numbers; what it is given stays the caller's. */
export interface ProgramRunner {
  /** @returns a tensor for each of the program's outputs, now the caller's. @throws {Error} leaving no tensor behind */
  run(inputs: readonly number[]): readonly number[];
  dispose(): void;
}

/** Runs a program's operations one by one, and frees each value after its last use. Everything stays on the device. */
export function eagerRunner(binding: TensorFlowBinding, program: TensorFlowProgram): ProgramRunner {
  const constants = program.constants.map(constant => [constant.value, createTensor(binding, constant)] as const);
  const code = withFrees(program).map(instruction => ({
    ...instruction,
    attributes: Object.entries(instruction.attributes).map(entry => attributeOf(binding, entry)),
  }));
  return {
    run: inputs => {
      const given = new Map<ValueId, number>(constants);
      program.inputs.forEach(({ value }, i) => given.set(value, inputs[i]));
      const made = new Map<ValueId, number>();
      const idOf = (value: ValueId): number => {
        const id = made.get(value) ?? given.get(value);
        if (id === undefined) throw new Error(`Value ${value} was not computed.`);
        return id;
      };
      try {
        for (const { operation, attributes, inputs: read, outputs, frees } of code) {
          const tensors = executed(binding, operation, attributes, read.map(idOf), outputs.length);
          outputs.forEach((value, i) => made.set(value, tensors[i]));
          for (const value of frees) {
            binding.deleteTensor(idOf(value));
            made.delete(value);
          }
        }
        return program.outputs.map(({ value }) => idOf(value));
      } catch (error) {
        made.forEach(id => binding.deleteTensor(id));
        throw error;
      }
    },
    dispose: () => constants.forEach(([, id]) => binding.deleteTensor(id)),
  };
}

function executed(
  binding: TensorFlowBinding,
  operation: string,
  attributes: readonly TensorFlowAttribute[],
  inputs: readonly number[],
  outputs: number,
): number[] {
  try {
    return binding.executeOp(operation, attributes, inputs, outputs).map(tensor => tensor.id);
  } catch (error) {
    throw failureOf(error, operation);
  }
}

/** With each instruction, the values that nothing reads after it. */
function withFrees({ instructions, outputs }: TensorFlowProgram): (Instruction & { readonly frees: ValueId[] })[] {
  const made = new Set(instructions.flatMap(instruction => instruction.outputs));
  const seen = new Set(outputs.map(({ value }) => value));
  const backwards = instructions.toReversed().map(instruction => {
    const touched = new Set([...instruction.inputs, ...instruction.outputs]);
    const frees = [...touched].filter(id => made.has(id) && !seen.has(id));
    frees.forEach(id => seen.add(id));
    return { ...instruction, frees };
  });
  return backwards.toReversed();
}

function attributeOf(binding: TensorFlowBinding, [name, attribute]: [string, TypedAttribute]): TensorFlowAttribute {
  switch (attribute.kind) {
    case 'type':
      return { name, type: binding.TF_ATTR_TYPE, value: elementTypes[attribute.value] };
    case 'bool':
      return { name, type: binding.TF_ATTR_BOOL, value: attribute.value };
    case 'int':
      return { name, type: binding.TF_ATTR_INT, value: attribute.value };
  }
}
