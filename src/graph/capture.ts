import type { Tensor } from '@tensorflow/tfjs-core';
import type { Layer } from '../backbones/parameter';
import { Recording, record } from './backend';
import type { CapturedType, Graph, GraphInput, InputRole, ValueId } from './graph';
import type { Operations } from './operations';
import { operations } from './ownOperations';
import { tf } from './tensorflow';

/** What the code being captured is given. */
export interface Capture {
  readonly tf: Operations;
  /** Declares an input, or finds the one of that name again. Shapes are static. */
  input(declaration: InputDeclaration): Tensor;
  /** Everything recorded by `code` belongs to this layer. */
  within<T>(layer: Layer, code: () => T): T;
  /** Names a result of the graph. */
  output(name: string, tensor: Tensor): void;
  /**
   * Gradients of a scalar with respect to tensors, by TensorFlow.js's own autodiff. `loss` makes the scalar.
   * @throws {Error} naming the first tensor that the loss does not depend on.
   */
  gradients(loss: () => Tensor, of: ReadonlyMap<string, Tensor>): Map<string, Tensor>;
}

export interface InputDeclaration {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: InputRole;
  readonly dtype?: CapturedType;
  readonly layer?: Layer;
}

/** Runs code once, without computing anything, and returns the static graph of all that it did. */
export function capture(code: (capture: Capture) => void): Graph {
  const recording = new Recording();
  const inputs = new Map<string, { declared: GraphInput; tensor: Tensor }>();
  const outputs: { name: string; value: ValueId }[] = [];

  const context: Capture = {
    tf: operations,
    input: ({ name, shape, role, dtype = 'float32', layer }) => {
      const known = inputs.get(name);
      if (known) return known.tensor;
      const { id, info } = recording.add({ shape, dtype });
      if (layer !== undefined) recording.layers.set(id, layer);
      const tensor = tf.keep(tf.engine().makeTensorFromTensorInfo(info));
      inputs.set(name, { declared: { name, role, value: id }, tensor });
      return tensor;
    },
    within: (layer, inner) => {
      const outer = recording.layer;
      recording.layer = layer;
      try {
        return inner();
      } finally {
        recording.layer = outer;
      }
    },
    output: (name, tensor) => {
      outputs.push({ name, value: recording.idOf(tensor) });
    },
    gradients: (loss, of) => {
      const found: (Tensor | undefined)[] = tf
        .engine()
        .gradients(() => tf.squeeze(loss()), [...of.values()], undefined, true).grads;
      return new Map(
        [...of.keys()].map((name, i) => {
          const gradient = found[i];
          if (!gradient) throw new Error(`The loss does not depend on ${name}.`);
          return [name, gradient] as const;
        }),
      );
    },
  };
  record(recording, () => code(context));
  return {
    values: recording.values,
    inputs: [...inputs.values()].map(input => input.declared),
    constants: recording.constants,
    nodes: recording.nodes,
    outputs,
  };
}
