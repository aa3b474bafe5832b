import * as z from 'zod';
import { type LinearTarget, linearTargets } from '../backbones/sites';

/** Which blocks a method acts on: `"all"`, `"first-3"`, `"last-4"`, or zero-based indices. */
export type Layers = 'all' | `first-${number}` | `last-${number}` | number[];

interface Described {
  /** One line for a person: what it does, and what larger values mean. */
  readonly help: string;
}

/** The declaration of one hyper-parameter: the control in the panel, the schema and the command line all follow from it. */
export type Hyperparameter = Described &
  (
    | { readonly kind: 'integer'; readonly default: number; readonly minimum: number; readonly maximum: number }
    | { readonly kind: 'number'; readonly default: number; readonly minimum: number; readonly maximum: number }
    | { readonly kind: 'boolean'; readonly default: boolean }
    | { readonly kind: 'layers'; readonly default: Layers }
    | { readonly kind: 'targets'; readonly default: readonly LinearTarget[] }
  );

export type Hyperparameters = Readonly<Record<string, Hyperparameter>>;

type ValueOf<D extends Hyperparameter> = D extends { kind: 'integer' | 'number' }
  ? number
  : D extends { kind: 'boolean' }
    ? boolean
    : D extends { kind: 'layers' }
      ? Layers
      : D extends { kind: 'targets' }
        ? readonly LinearTarget[]
        : never;

/** The values of declared hyper-parameters, defaults filled in. */
export type Values<H extends Hyperparameters> = { readonly [K in keyof H]: ValueOf<H[K]> };

/** `first-3`; a custom type check keeps the template's type while the pattern says what a count is. */
const countedLayers = <T extends 'first' | 'last'>(end: T) =>
  z.templateLiteral([end, '-', z.string().regex(/[1-9]\d*/)]);

const layersSchema = z.union([
  z.literal('all'),
  countedLayers('first'),
  countedLayers('last'),
  z.array(z.int().nonnegative()).min(1),
]);

/** The schema that validates one hyper-parameter, its default filled in, its help as the description. */
export function schemaOf(declaration: Hyperparameter): z.ZodType {
  switch (declaration.kind) {
    case 'integer':
      return z
        .int()
        .min(declaration.minimum)
        .max(declaration.maximum)
        .default(declaration.default)
        .describe(declaration.help);
    case 'number':
      return z
        .number()
        .min(declaration.minimum)
        .max(declaration.maximum)
        .default(declaration.default)
        .describe(declaration.help);
    case 'boolean':
      return z.boolean().default(declaration.default).describe(declaration.help);
    case 'layers':
      return layersSchema.default(declaration.default).describe(declaration.help);
    case 'targets':
      return z
        .array(z.enum(linearTargets))
        .min(1)
        .default([...declaration.default])
        .describe(declaration.help);
  }
}

/** The shared declaration of `layers`: the same word and meaning in every method that has it. */
export const layers = {
  kind: 'layers',
  default: 'all',
  help: 'Blocks that the method acts on: "all", "first-3", "last-4", or zero-based indices.',
} as const satisfies Hyperparameter;
