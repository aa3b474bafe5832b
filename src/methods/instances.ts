import type { Architecture } from '../backbones/architecture';
import type { Initialization, Layer, Parameter } from '../backbones/parameter';
import { vitParameters } from '../backbones/vit/parameters';
import { InputError } from '../protocol/inputError';
import type { Hyperparameters, Values } from './hyperparameters';
import { selectedLayers } from './layers';
import type { Method, Trainable } from './method';

/** A method with the values of its hyper-parameters, defaults filled in. */
export interface MethodSelection {
  readonly method: Method;
  readonly values: Values<Hyperparameters>;
}

/** A tensor that is trained, with the name that it has in the ledger, in the graph and in every checkpoint. */
export interface TrainableTensor {
  /** `backbone`: one of the backbone's own, unfrozen. */
  readonly kind: 'added' | 'backbone';
  /** The method's name in this experiment: its id, and `-2`, `-3` … where the id is repeated. */
  readonly instance: string;
  /** Unique in the network, for example `lora.blocks.3.q.a`, or the backbone's own `blocks.3.norm1.bias`. */
  readonly name: string;
  /** The name that the method gave it; the full one of a backbone tensor. */
  readonly localName: string;
  readonly layer: Layer;
  readonly shape: readonly number[];
  /** `pretrained`: the checkpoint's value. */
  readonly initialization: Initialization | 'pretrained';
  /** Whether weight decay acts on it. */
  readonly decay: boolean;
}

/** The name of each selected method in the experiment: `lora`, `adaptformer`, `lora-2`. */
export function instanceNames(selections: readonly Pick<MethodSelection, 'method'>[]): string[] {
  return selections.map(({ method }, index) => {
    const earlier = selections.slice(0, index).filter(other => other.method.id === method.id).length;
    return earlier === 0 ? method.id : `${method.id}-${earlier + 1}`;
  });
}

/** The full name of a tensor that a method adds: `<instance>.blocks.<layer>.<name>` or `<instance>.embedding.<name>` … */
export function fullName(instance: string, layer: Layer, localName: string): string {
  return typeof layer === 'number' ? `${instance}.blocks.${layer}.${localName}` : `${instance}.${layer}.${localName}`;
}

/** Runs a method's own checks. @param field where an experiment names the method: begins the sentence that they may raise */
function declaredTensors(
  architecture: Architecture,
  field: string,
  { method, values }: MethodSelection,
): readonly Trainable[] {
  try {
    for (const [name, { kind }] of Object.entries(method.hyperparameters)) {
      const value = values[name];
      if (kind === 'layers' && (typeof value === 'string' || Array.isArray(value))) {
        selectedLayers(value, architecture.depth);
      }
    }
    return method.parameters(architecture, values);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${field}.${error.message}`) : error;
  }
}

function resolved(trainable: Trainable, instance: string, backbone: ReadonlyMap<string, Parameter>): TrainableTensor {
  if (trainable.kind === 'added') {
    const { name: localName, layer, shape, initialization, decay } = trainable;
    const name = fullName(instance, layer, localName);
    return { kind: 'added', instance, name, localName, layer, shape, initialization, decay };
  }
  const parameter = backbone.get(trainable.name);
  if (parameter === undefined) {
    throw new Error(`Method ${instance} unfreezes "${trainable.name}", which the backbone does not have.`);
  }
  const { name, layer, shape, decay } = parameter;
  return { kind: 'backbone', instance, name, localName: name, layer, shape, initialization: 'pretrained', decay };
}

/**
 * Every tensor that the selected methods train, without the head, in the order of the methods. A backbone tensor that
 * several methods unfreeze appears once, under the first. The ledger, the graph and the checkpoint all use these names.
 * @throws {InputError} if a hyper-parameter asks for a block that the backbone does not have, by its name in an experiment
 */
export function resolveTrainables(
  architecture: Architecture,
  selections: readonly MethodSelection[],
): TrainableTensor[] {
  const backbone = new Map(vitParameters(architecture).map(parameter => [parameter.name, parameter]));
  const instances = instanceNames(selections);
  const tensors = new Map<string, TrainableTensor>();
  selections.forEach((selection, index) => {
    const instance = instances[index];
    const field = selections.length === 1 ? 'method' : `method[${index}]`;
    for (const trainable of declaredTensors(architecture, field, selection)) {
      const tensor = resolved(trainable, instance, backbone);
      if (tensor.kind === 'added' && (tensors.has(tensor.name) || backbone.has(tensor.name))) {
        throw new Error(`Method ${instance} adds a tensor named "${tensor.name}", which is there already.`);
      }
      if (!tensors.has(tensor.name)) {
        tensors.set(tensor.name, tensor);
      }
    }
  });
  return [...tensors.values()];
}
