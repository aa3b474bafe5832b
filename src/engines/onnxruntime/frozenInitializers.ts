import type { OnnxModel } from './onnxFormat';

/** A model some of whose inputs are constants now, and the files with their numbers by the inputs' names. */
export interface FrozenModel {
  readonly model: OnnxModel;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Makes constants of inputs that never change, so that a device keeps them. Their numbers lie beside the model, which a
 * protobuf of more than 2 GB could not be.
 */
export function withInitializers(model: OnnxModel, frozen: ReadonlySet<string>): FrozenModel {
  const lasting = model.inputs
    .filter(({ name }) => frozen.has(name))
    .map((input, i) => ({ ...input, file: `frozen${i}` }));
  return {
    model: {
      ...model,
      inputs: model.inputs.filter(({ name }) => !frozen.has(name)),
      initializers: [...model.initializers, ...lasting],
    },
    files: new Map(lasting.map(({ name, file }) => [name, file])),
  };
}
