import type { EngineChoice } from '../protocol/engineReport';
import { InputError } from '../protocol/inputError';
import type { Precision } from '../protocol/precision';
import type { Engine } from './engine';

/** Whether an engine can compute in a precision here. All have float32; what else may have to be found out. */
export function hasPrecision({ precisions }: Engine, precision: Precision): boolean {
  return precision === 'float32' || precisions.includes(precision);
}

/**
 * @param setting what asked for the precision, as a sentence names it
 * @param choice what asked for the engine: of `auto` every engine that is here was tried
 * @throws {InputError} if the engine can't compute in it here: what it can, and what to choose
 */
export function requirePrecision(
  engine: Engine,
  precision: Precision,
  setting: string,
  choice: EngineChoice = engine.id,
): void {
  if (hasPrecision(engine, precision)) return;
  const { id, device, precisions } = engine;
  const isTensorFloat32 = precision === 'tf32';
  const other = isTensorFloat32 ? 'an NVIDIA card' : 'TensorFlow';
  const others = isTensorFloat32 ? 'an engine on an NVIDIA card' : 'another engine, such as tensorflow';
  const apart = isTensorFloat32 && device === 'gpu' ? ', or run it apart from experiments in other precisions' : '';
  const offered = choice === 'auto' ? precisions : [...precisions, others];
  const choices = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(offered);
  throw new InputError(
    choice === 'auto'
      ? `${setting} is ${precision}, which no engine here can compute: choose ${choices}, or add ${other}${apart}.`
      : `${setting} is ${precision}, which ${id} can't compute here: choose ${choices}${apart}.`,
  );
}
