import type { Architecture } from '../../backbones/architecture';
import type { Hyperparameter } from '../../methods/hyperparameters';
import type { MethodSelection } from '../../methods/instances';
import { InputError } from '../../protocol/inputError';
import { trainedParameters } from './trainedParameters';

/** The settings of a method that come nearest to a budget. */
export interface NearestSettings {
  readonly selection: MethodSelection;
  /** The hyper-parameter that was solved for; null where the method has none that decides its size. */
  readonly solved: { readonly name: string; readonly value: number } | null;
  /** Trained values, the head not counted. */
  readonly parameters: number;
}

/** The names of the whole numbers that a method's size grows with: prompts, bottleneck, rank, blocks. */
const sizes = ['prompts', 'bottleneck', 'rank', 'blocks'];

type Size = Extract<Hyperparameter, { kind: 'integer' }> & { readonly name: string };

/** The hyper-parameter that decides how many values a method trains, if it has one. */
export function sizeOfMethod({ method }: Pick<MethodSelection, 'method'>): Size | null {
  for (const name of sizes) {
    if (!Object.hasOwn(method.hyperparameters, name)) continue;
    const declaration = method.hyperparameters[name];
    if (declaration.kind === 'integer') return { name, ...declaration };
  }
  return null;
}

/**
 * Solves for the size of a method, its other hyper-parameters kept, that trains as nearly as possible as many values as
 * the budget allows; the smaller of two that are equally near.
 * @param budget trained values, the head not counted
 */
export function nearestSettings(
  architecture: Architecture,
  selection: MethodSelection,
  budget: number,
): NearestSettings {
  const size = sizeOfMethod(selection);
  if (size === null) return { selection, solved: null, parameters: trainedParameters(architecture, [selection]) };
  const at = (value: number): MethodSelection => ({
    ...selection,
    values: { ...selection.values, [size.name]: value },
  });
  const count = (value: number) => countOrTooLarge(architecture, at(value));
  // The count grows with the size, so the last that fits is found by halving.
  let [low, high] = [size.minimum, size.maximum];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (count(middle) <= budget) low = middle;
    else high = middle - 1;
  }
  const next = Math.min(low + 1, size.maximum);
  const value = Math.abs(count(next) - budget) < Math.abs(count(low) - budget) ? next : low;
  return { selection: at(value), solved: { name: size.name, value }, parameters: count(value) };
}

/** Infinity where the backbone is too small for the settings. */
function countOrTooLarge(architecture: Architecture, selection: MethodSelection): number {
  try {
    return trainedParameters(architecture, [selection]);
  } catch (error) {
    if (error instanceof InputError) return Infinity;
    throw error;
  }
}
