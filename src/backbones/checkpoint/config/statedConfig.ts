import * as z from 'zod';
import { InputError } from '../../../protocol/inputError';
import type { Preprocessing } from '../../../protocol/preprocessing';
import type { Architecture } from '../../architecture';

/** What a file beside a checkpoint says of one field of its architecture, in its own words. */
export interface Fact {
  /** The file's name for the field. */
  readonly said: string;
  readonly field: 'width' | 'depth' | 'heads' | 'mlpWidth' | 'mlp' | 'patchSize' | 'registers' | 'pooling';
  readonly value: number | string;
}

/** What a file says of how images are treated, but for the size, which the architecture's name decides. */
export interface StatedImages {
  readonly path: string;
  readonly preprocessing: Partial<Omit<Preprocessing, 'imageSize'>>;
  readonly notes: readonly string[];
}

/** What a configuration beside a checkpoint says of its network. */
export interface StatedConfig {
  readonly path: string;
  /** What must be so in the architecture that was named. */
  readonly facts: readonly Fact[];
  /** What no name decides, and is taken from here. */
  readonly refinements: Partial<Pick<Architecture, 'normEpsilon' | 'activation'>>;
  readonly images?: StatedImages;
  readonly notes: readonly string[];
}

/** A field that may be missing or null. */
export const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform(value => value ?? undefined);

export const positive = z.number().positive();
export const wholeNumber = z.int().nonnegative();
export const threeNumbers = z.tuple([z.number(), z.number(), z.number()]);

/**
 * The file's content in the shape of a schema; fields that it does not have are of no interest.
 * @throws {InputError} naming the file and the field
 */
export function parseConfig<T>(schema: z.ZodType<T>, path: string, content: unknown): T {
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  const [{ path: place, message }] = checked.error.issues;
  const field = place.length > 0 ? `field "${place.join('.')}"` : 'its content';
  throw new InputError(`${path}: ${field} is not as its library writes it (${message}): get the file again.`);
}

/** Facts of the fields that a file has. */
export function factsOf(
  said: Readonly<Partial<Record<Fact['field'], readonly [name: string, value: unknown]>>>,
): Fact[] {
  const fields = Object.keys(said) as Fact['field'][];
  return fields.flatMap(field => {
    const [name = '', value] = said[field] ?? [];
    return typeof value === 'number' || typeof value === 'string' ? [{ said: name, field, value }] : [];
  });
}

const activations: Readonly<Record<string, Architecture['activation']>> = { gelu: 'gelu', quick_gelu: 'quick-gelu' };

/**
 * Our name for an activation.
 * @throws {InputError} if it is none that a backbone may have
 */
export function activationOf(path: string, field: string, name: string): Architecture['activation'] {
  if (Object.hasOwn(activations, name)) return activations[name];
  const offered = Object.keys(activations).join('" or "');
  throw new InputError(`${path}: ${field} is "${name}", and only "${offered}" can be run.`);
}
