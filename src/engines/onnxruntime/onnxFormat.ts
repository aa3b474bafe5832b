import protobuf from 'protobufjs/light';

// The part of ONNX's protobuf schema (onnx.proto3, IR version 10) that a static float graph needs.
const field = (id: number, type: string, repeated = false) => ({ id, type, ...(repeated ? { rule: 'repeated' } : {}) });
const root = protobuf.Root.fromJSON({
  nested: {
    Model: {
      fields: {
        irVersion: field(1, 'int64'),
        producerName: field(2, 'string'),
        graph: field(7, 'Graph'),
        opsetImport: field(8, 'OperatorSet', true),
      },
    },
    OperatorSet: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
    Graph: {
      fields: {
        node: field(1, 'Node', true),
        name: field(2, 'string'),
        initializer: field(5, 'Tensor', true),
        input: field(11, 'ValueInfo', true),
        output: field(12, 'ValueInfo', true),
      },
    },
    Node: {
      fields: {
        input: field(1, 'string', true),
        output: field(2, 'string', true),
        name: field(3, 'string'),
        opType: field(4, 'string'),
        attribute: field(5, 'Attribute', true),
        domain: field(7, 'string'),
      },
    },
    Attribute: {
      fields: {
        name: field(1, 'string'),
        f: field(2, 'float'),
        i: field(3, 'int64'),
        s: field(4, 'bytes'),
        ints: field(8, 'int64', true),
        type: field(20, 'int32'),
      },
    },
    Tensor: {
      fields: {
        dims: field(1, 'int64', true),
        dataType: field(2, 'int32'),
        name: field(8, 'string'),
        rawData: field(9, 'bytes'),
        externalData: field(13, 'Entry', true),
        dataLocation: field(14, 'int32'),
      },
    },
    Entry: { fields: { key: field(1, 'string'), value: field(2, 'string') } },
    ValueInfo: { fields: { name: field(1, 'string'), type: field(2, 'Type') } },
    Type: { fields: { tensorType: field(1, 'TensorType') } },
    TensorType: { fields: { elemType: field(1, 'int32'), shape: field(2, 'Shape') } },
    Shape: { fields: { dim: field(1, 'Dimension', true) } },
    Dimension: { fields: { dimValue: field(1, 'int64') } },
  },
});

/** ONNX's numbers of its types. */
export const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11, bfloat16: 16 };
export type ElementType = keyof typeof elementTypes;

/** An attribute of an ONNX node. A number is written as an integer; `{ float }` as a float. */
export type OnnxAttribute = number | { readonly float: number } | string | readonly number[];

export interface OnnxNode {
  readonly operator: string;
  /** `com.microsoft` for ONNX Runtime's own operators; ONNX's standard ones if absent. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Shown in profiles. */
  readonly name?: string;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** A constant, with its bytes or the name of the file beside the model that holds nothing else. */
export type OnnxInitializer = OnnxValue & ({ readonly data: Uint8Array } | { readonly file: string });

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxInitializer[];
}

const attribute = (name: string, value: OnnxAttribute) => {
  if (typeof value === 'number') return { name, i: value, type: 2 };
  if (typeof value === 'string') return { name, s: Buffer.from(value), type: 3 };
  if ('float' in value) return { name, f: value.float, type: 1 };
  return { name, ints: value, type: 7 };
};

const valueInfo = ({ name, type, shape }: OnnxValue) => ({
  name,
  type: { tensorType: { elemType: elementTypes[type], shape: { dim: shape.map(dimValue => ({ dimValue })) } } },
});

/** `TensorProto.DataLocation` of numbers that lie in another file. */
const external = 1;

/** The bytes of an ONNX model file (opset 20, and ONNX Runtime's own operators). */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const message = {
    irVersion: 10,
    producerName: 'visual-tuning',
    opsetImport: [
      { domain: '', version: 20 },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: 'step',
      node: model.nodes.map((node, i) => ({
        input: node.inputs,
        output: node.outputs,
        name: node.name ?? `${node.operator}_${i}`,
        opType: node.operator,
        domain: node.domain ?? '',
        attribute: Object.entries(node.attributes ?? {}).map(([name, value]) => attribute(name, value)),
      })),
      initializer: model.initializers.map(initializer => ({
        name: initializer.name,
        dims: initializer.shape,
        dataType: elementTypes[initializer.type],
        ...('file' in initializer
          ? { dataLocation: external, externalData: [{ key: 'location', value: initializer.file }] }
          : { rawData: initializer.data }),
      })),
      input: model.inputs.map(valueInfo),
      output: model.outputs.map(valueInfo),
    },
  };
  return root.lookupType('Model').encode(message).finish();
}
