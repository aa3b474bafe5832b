import type { BackendValues, DataId, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Layer } from '../backbones/parameter';
import type { Attribute, Attributes, CapturedType, CapturedValue, Constant, GraphNode, ValueId } from './graph';
import { type KernelAttributes, kernelShapes } from './kernelShapes';
import { tf } from './tensorflow';

/** The largest array that may be baked into a graph without being declared as an input. */
const largestConstant = 16;

/** What one capture has recorded so far. */
export class Recording {
  readonly values: CapturedValue[] = [];
  readonly constants: Constant[] = [];
  readonly nodes: GraphNode[] = [];
  /** The layer that the code being captured belongs to. */
  layer: Layer | null = null;
  /** The layers of declared inputs and of forward values. */
  readonly layers = new Map<ValueId, Layer>();
  private readonly backwardLayers = new Map<ValueId, Layer>();
  private readonly ids = new Map<DataId, ValueId>();

  /** A fresh value and the handle by which TensorFlow.js will know it. */
  add(value: CapturedValue): { id: ValueId; info: TensorInfo } {
    const dataId = {};
    const id = this.values.push(value) - 1;
    this.ids.set(dataId, id);
    return { id, info: { dataId, shape: [...value.shape], dtype: value.dtype } };
  }

  idOf(tensor: TensorInfo): ValueId {
    const id = this.ids.get(tensor.dataId);
    if (id === undefined) {
      throw new Error(
        `A tensor of shape [${tensor.shape.join(', ')}] was made outside the capture: declare it as an input of the graph.`,
      );
    }
    return id;
  }

  /**
   * A value written by TensorFlow.js itself (`tf.scalar`, `tf.zeros` …). An array of one repeated number becomes a
   * fill; anything larger than a few numbers must be a declared input, or a mask or a moment would be frozen unseen.
   */
  constant(data: Float32Array | Int32Array, shape: readonly number[], dtype: CapturedType): TensorInfo {
    const uniform = data.length > 1 && data.every(item => item === data[0]);
    if (uniform) {
      return this.node('Fill', [], [], { shape, value: data[0], dtype })[0];
    }
    if (data.length > largestConstant) {
      throw new Error(
        `A constant of ${data.length} numbers, shape [${shape.join(', ')}], was baked into the graph: declare it as an input.`,
      );
    }
    const { id, info } = this.add({ shape, dtype });
    this.constants.push({ value: id, data });
    return info;
  }

  node(
    kernel: string,
    inputs: readonly TensorInfo[],
    inputNames: readonly string[] | null,
    attributes: KernelAttributes,
  ): TensorInfo[] {
    const ids = inputs.map(input => this.idOf(input));
    const outputs = kernelShapes[kernel](
      ids.map(id => this.values[id]),
      attributes,
    ).map(value => this.add(value));
    const layer = this.layer ?? this.layerOf(ids);
    for (const output of outputs) {
      if (layer !== null) (this.layer === null ? this.backwardLayers : this.layers).set(output.id, layer);
    }
    this.nodes.push({
      kernel,
      inputs: ids,
      inputNames,
      attributes: plain(kernel, attributes),
      outputs: outputs.map(output => output.id),
      layer,
    });
    return outputs.map(output => output.info);
  }

  /**
   * Gradients are recorded after the forward pass, outside any layer: they belong to the layer of what they read, its
   * saved activations and weights before the gradient that arrives from above.
   */
  private layerOf(inputs: readonly ValueId[]): Layer | null {
    for (const layers of [this.layers, this.backwardLayers]) {
      for (const input of inputs) {
        const layer = layers.get(input);
        if (layer !== undefined) return layer;
      }
    }
    return null;
  }
}

/** Attributes as plain data: undefined is dropped, nested pairs (paddings) are flattened. */
function plain(kernel: string, attributes: KernelAttributes): Attributes {
  const entries = Object.entries(attributes).flatMap(([name, value]): [string, Attribute][] => {
    if (value === undefined) return [];
    if (Array.isArray(value)) return [[name, value.flat()]];
    if (value === null) return [[name, null]];
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return [[name, value]];
    throw new Error(`Kernel ${kernel}: the attribute ${name} is not plain data.`);
  });
  return Object.fromEntries(entries);
}

let current: Recording | null = null;

function recording(): Recording {
  if (!current) throw new Error('The graph backend computes nothing: it is used within capture() alone.');
  return current;
}

class GraphBackend extends tf.KernelBackend {
  override epsilon(): number {
    return 1e-7;
  }
  override floatPrecision(): 16 | 32 {
    return 32;
  }
  override numDataIds(): number {
    return 0;
  }
  override incRef(): void {}
  decRef(): void {}
  override refCount(): number {
    return 1;
  }
  override disposeData(): boolean {
    return true;
  }
  override timerAvailable(): boolean {
    return false;
  }
  override write(values: BackendValues, shape: number[], dtype: CapturedType): DataId {
    const data =
      dtype === 'float32' ? Float32Array.from(values as Float32Array) : Int32Array.from(values as Int32Array);
    return recording().constant(data, shape, dtype).dataId;
  }
  override move(_dataId: DataId, _values: BackendValues, shape: number[]): void {
    throw new Error(
      `A tensor of shape [${shape.join(', ')}] of another backend entered the capture: declare it as an input of the graph.`,
    );
  }
  override readSync(): BackendValues {
    throw new Error('A value was read while the graph was being captured: it has none yet.');
  }
  override read(): Promise<BackendValues> {
    return Promise.reject(new Error('A value was read while the graph was being captured: it has none yet.'));
  }
}

const named = (inputs: NamedTensorInfoMap): { infos: TensorInfo[]; names: string[] | null } => {
  const present = Object.entries(inputs).flatMap(([name, info]) => (info ? [{ name, info }] : []));
  const infos = present.map(entry => entry.info);
  return { infos, names: Array.isArray(inputs) ? null : present.map(entry => entry.name) };
};

tf.registerBackend('graph', () => new GraphBackend(), 0);
for (const kernelName of Object.keys(kernelShapes)) {
  tf.registerKernel({
    kernelName,
    backendName: 'graph',
    kernelFunc: ({ inputs, attrs }) => {
      const { infos, names } = named(inputs);
      const outputs = recording().node(kernelName, infos, names, { ...attrs });
      return outputs.length === 1 ? outputs[0] : outputs;
    },
  });
}

/** Runs code with TensorFlow.js recording into `target` instead of computing. */
export function record(target: Recording, code: () => void): void {
  const previous = { recording: current, backend: tf.getBackend() };
  current = target;
  void tf.setBackend('graph');
  try {
    tf.tidy(code);
  } finally {
    current = previous.recording;
    if (previous.backend) void tf.setBackend(previous.backend);
  }
}
