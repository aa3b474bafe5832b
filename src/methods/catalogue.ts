import { closest } from 'fastest-levenshtein';
import { InputError } from '../protocol/inputError';
import { adaptFormer } from './adapter/adaptFormer';
import { pfeiffer } from './adapter/pfeiffer';
import { full } from './fine-tuning/full';
import { linear } from './fine-tuning/linear';
import { partial } from './fine-tuning/partial';
import type { Method } from './method';
import { bitFit } from './parameter/bitFit';
import { lora } from './parameter/lora';
import { ssf } from './parameter/ssf';
import { vptDeep } from './prompt/vptDeep';
import { vptShallow } from './prompt/vptShallow';

/** Every method, in the order of the survey's groups. */
export const methods: readonly Method[] = [
  full,
  linear,
  partial,
  vptShallow,
  vptDeep,
  pfeiffer,
  adaptFormer,
  bitFit,
  lora,
  ssf,
];

/**
 * The method of an id such as `vpt-deep`.
 * @throws {InputError} if there is none; the message names the nearest id.
 */
export function findMethod(id: string): Method {
  const method = methods.find(candidate => candidate.id === id);
  if (!method) {
    const ids = methods.map(candidate => candidate.id);
    const nearest = closest(id.toLowerCase(), ids);
    throw new InputError(`Unknown method "${id}": did you mean "${nearest}", or another of ${ids.join(', ')}?`);
  }
  return method;
}
