import protobuf from 'protobufjs/light';
import type { ValueId } from '../../graph/graph';
import {
  type Instruction,
  type InstructionConstant,
  type InstructionValue,
  type TypedAttribute,
  elementTypes,
} from './instructions';
import type { TensorFlowProgram } from './lower';

// The part of TensorFlow's protobuf schema (saved_model.proto, graph.proto) that a static graph without variables needs.
const field = (id: number, type: string, repeated = false) => ({ id, type, ...(repeated ? { rule: 'repeated' } : {}) });
const root = protobuf.Root.fromJSON({
  nested: {
    SavedModel: { fields: { schemaVersion: field(1, 'int64'), metaGraphs: field(2, 'MetaGraph', true) } },
    MetaGraph: { fields: { metaInfo: field(1, 'MetaInfo'), graph: field(2, 'Graph') } },
    MetaInfo: { fields: { tags: field(4, 'string', true) } },
    Graph: { fields: { node: field(1, 'Node', true), versions: field(4, 'Versions') } },
    Versions: { fields: { producer: field(1, 'int32') } },
    Node: {
      fields: {
        name: field(1, 'string'),
        op: field(2, 'string'),
        input: field(3, 'string', true),
        attr: field(5, 'NamedAttribute', true),
      },
    },
    // A map, as it is written.
    NamedAttribute: { fields: { key: field(1, 'string'), value: field(2, 'Attribute') } },
    Attribute: {
      // So that a value that is false or zero is written too.
      oneofs: { value: { oneof: ['i', 'b', 'type', 'shape', 'tensor'] } },
      fields: {
        i: field(3, 'int64'),
        b: field(5, 'bool'),
        type: field(6, 'int32'),
        shape: field(7, 'Shape'),
        tensor: field(8, 'Tensor'),
      },
    },
    Shape: { fields: { dim: field(2, 'Dimension', true) } },
    Dimension: { fields: { size: field(1, 'int64') } },
    Tensor: { fields: { dtype: field(1, 'int32'), shape: field(2, 'Shape'), content: field(4, 'bytes') } },
  },
});

/** Of TensorFlow 2.9: a later one reads the graph as that one would, and 2.7 too, for nothing asks for a newer reader. */
const graphVersion = 1087;

/** A program as a graph that a session runs: the file's bytes, and what its inputs and outputs are called there. */
export interface SavedModel {
  readonly bytes: Uint8Array;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The tag of the file's one graph. */
export const savedModelTag = 'train';

export function encodeSavedModel({ inputs, constants, instructions, outputs }: TensorFlowProgram): SavedModel {
  const places = new Map<ValueId, string>();
  const placeOf = (value: ValueId): string => {
    const place = places.get(value);
    if (place === undefined) throw new Error(`Value ${value} was not computed.`);
    return place;
  };
  const node = (name: string, made: readonly ValueId[], rest: object) => {
    made.forEach((value, i) => places.set(value, `${name}:${i}`));
    return { name, ...rest };
  };
  const nodes = [
    ...inputs.map(input => node(`input${input.value}`, [input.value], placeholder(input))),
    ...constants.map(made => node(`constant${made.value}`, [made.value], constant(made))),
    ...instructions.map((instruction, i) => {
      const read = instruction.inputs.map(placeOf);
      return node(`${instruction.operation}${i}`, instruction.outputs, operation(instruction, read));
    }),
  ];
  const metaInfo = { tags: [savedModelTag] };
  const message = {
    schemaVersion: 1,
    metaGraphs: [{ metaInfo, graph: { node: nodes, versions: { producer: graphVersion } } }],
  };
  return {
    bytes: root.lookupType('SavedModel').encode(message).finish(),
    inputs: inputs.map(({ value }) => placeOf(value)),
    outputs: outputs.map(({ value }) => placeOf(value)),
  };
}

const shapeOf = (shape: readonly number[]) => ({ dim: shape.map(size => ({ size })) });

const named = (attributes: Readonly<Record<string, object>>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value }));

const placeholder = ({ dtype, shape }: InstructionValue) => ({
  op: 'Placeholder',
  attr: named({ dtype: { type: elementTypes[dtype] }, shape: { shape: shapeOf(shape) } }),
});

function constant({ dtype, shape, data }: InstructionConstant) {
  const { buffer, byteOffset, byteLength } = dtype === 'bool' ? Uint8Array.from(data) : data;
  const content = new Uint8Array(buffer, byteOffset, byteLength);
  const tensor = { dtype: elementTypes[dtype], shape: shapeOf(shape), content };
  return { op: 'Const', attr: named({ dtype: { type: elementTypes[dtype] }, value: { tensor } }) };
}

const operation = (instruction: Instruction, input: readonly string[]) => ({
  op: instruction.operation,
  input,
  attr: Object.entries(instruction.attributes).map(([key, value]) => ({ key, value: attribute(value) })),
});

function attribute({ kind, value }: TypedAttribute) {
  switch (kind) {
    case 'type':
      return { type: elementTypes[value] };
    case 'bool':
      return { b: value };
    case 'int':
      return { i: value };
  }
}
