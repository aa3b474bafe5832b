import { availableParallelism } from 'node:os';
import type { DataType, Graph, ValueId } from '../../graph/graph';
import { type Buffers, type Engine, type Executable, bound } from '../engine';
import type { TensorFlowAttribute, TensorFlowBinding } from './binding';
import type { TypedAttribute } from './instructions';
import { type TensorFlowProgram, lower } from './lower';

/** Runs graphs on TensorFlow's eager operations, on its graphics card where it has one. */
export function tensorFlowEngine(binding: TensorFlowBinding): Engine {
  const resident = new ResidentTensors(binding);
  return {
    id: 'tensorflow',
    version: binding.TF_Version,
    // The C API of the addon gives no way to set it: TensorFlow takes every core.
    threads: availableParallelism(),
    device: binding.isUsingGpuDevice() ? 'gpu' : 'cpu',
    prepare: graph => Promise.resolve(prepare(binding, resident, graph)),
  };
}

const typesOf = (binding: TensorFlowBinding): Readonly<Record<DataType, number>> => ({
  float32: binding.TF_FLOAT,
  int32: binding.TF_INT32,
  bool: binding.TF_BOOL,
});

/** Frozen weights on the device, each sent once however many programs read it. */
class ResidentTensors {
  private readonly ids = new WeakMap<Float32Array | Int32Array, number>();

  constructor(private readonly binding: TensorFlowBinding) {}

  of(data: Float32Array | Int32Array, shape: readonly number[], dtype: number): number {
    const known = this.ids.get(data);
    if (known !== undefined) return known;
    const id = this.binding.createTensor(shape, dtype, data);
    this.ids.set(data, id);
    return id;
  }
}

function prepare(binding: TensorFlowBinding, resident: ResidentTensors, source: Graph): Executable {
  const program = lower(source);
  const types = typesOf(binding);
  const make = (dtype: DataType, shape: readonly number[], data: Float32Array | Int32Array) =>
    binding.createTensor(shape, types[dtype], dtype === 'bool' ? Uint8Array.from(data) : data);
  const constants = program.constants.map(
    ({ value, dtype, shape, data }) => [value, make(dtype, shape, data)] as const,
  );
  const code = program.instructions.map(instruction => ({
    ...instruction,
    attributes: Object.entries(instruction.attributes).map(entry => attributeOf(binding, types, entry)),
  }));

  return {
    run: async (inputs, outputs) => {
      const ids = new Map<ValueId, number>(constants);
      const sent: number[] = [];
      for (const { name, role, value } of program.graph.inputs) {
        const { dtype, shape } = program.graph.values[value];
        const data = bound(inputs, name);
        if (role === 'frozen') ids.set(value, resident.of(data, shape, types[dtype]));
        else {
          const id = make(dtype, shape, data);
          sent.push(id);
          ids.set(value, id);
        }
      }
      const idOf = (value: ValueId): number => {
        const id = ids.get(value);
        if (id === undefined) throw new Error(`Value ${value} was not computed.`);
        return id;
      };
      try {
        for (const { operation, attributes, inputs: read, outputs: made, frees } of code) {
          const tensors = binding.executeOp(operation, attributes, read.map(idOf), made.length);
          made.forEach((value, i) => ids.set(value, tensors[i].id));
          for (const value of frees) binding.deleteTensor(idOf(value));
        }
        readBack(binding, program, outputs, idOf);
      } finally {
        sent.forEach(id => binding.deleteTensor(id));
      }
    },
    dispose: () => Promise.resolve(constants.forEach(([, id]) => binding.deleteTensor(id))),
  };
}

/** Copies the results out, and frees those that the program made. */
function readBack(
  binding: TensorFlowBinding,
  { instructions, graph }: TensorFlowProgram,
  outputs: Buffers,
  idOf: (value: ValueId) => number,
): void {
  const made = new Set(instructions.flatMap(instruction => instruction.outputs));
  for (const { name, value } of graph.outputs) bound(outputs, name).set(binding.tensorDataSync(idOf(value)));
  for (const value of new Set(graph.outputs.map(output => output.value))) {
    if (made.has(value)) binding.deleteTensor(idOf(value));
  }
}

function attributeOf(
  binding: TensorFlowBinding,
  types: Readonly<Record<DataType, number>>,
  [name, attribute]: [string, TypedAttribute],
): TensorFlowAttribute {
  switch (attribute.kind) {
    case 'type':
      return { name, type: binding.TF_ATTR_TYPE, value: types[attribute.value] };
    case 'bool':
      return { name, type: binding.TF_ATTR_BOOL, value: attribute.value };
    case 'int':
      return { name, type: binding.TF_ATTR_INT, value: attribute.value };
  }
}
