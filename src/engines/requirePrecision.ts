import { InputError } from '../protocol/inputError';
import type { Precision } from '../protocol/precision';
import type { Engine } from './engine';

/** Whether an engine can compute in a precision here. All have float32; what else may have to be found out. */
export function hasPrecision({ precisions }: Engine, precision: Precision): boolean {
  return precision === 'float32' || precisions.includes(precision);
}

/**
 * @param setting what asked for the precision, as a sentence names it
 * @throws {InputError} if the engine can't compute in it here: what it can, and what to choose
 */
export function requirePrecision(engine: Engine, precision: Precision, setting: string): void {
  if (hasPrecision(engine, precision)) return;
  const { id, device, precisions } = engine;
  const others = precision === 'tf32' ? 'an engine on an NVIDIA card' : 'another engine, such as tensorflow';
  const apart =
    precision === 'tf32' && device === 'gpu' ? ', or run it apart from experiments in other precisions' : '';
  const choices = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format([...precisions, others]);
  throw new InputError(`${setting} is ${precision}, which ${id} can't compute here: choose ${choices}${apart}.`);
}
