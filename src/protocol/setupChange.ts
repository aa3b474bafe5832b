import * as z from 'zod';
import { valueSchema } from './setupControls';

const index = z.int().nonnegative();
const values = z.record(z.string(), valueSchema);

/** One change of an experiment file. */
export const setupChangeSchema = z.discriminatedUnion('kind', [
  /** A field outside the methods, by its path joined with dots. */
  z.strictObject({ kind: z.literal('field'), path: z.string(), value: valueSchema }),
  z.strictObject({ kind: z.literal('hyperparameter'), index, name: z.string(), value: valueSchema }),
  /** Another method in the place of one; `values` are written, other hyper-parameters have their defaults. */
  z.strictObject({ kind: z.literal('method'), index, id: z.string(), values }),
  /** One method in the place of all. */
  z.strictObject({ kind: z.literal('onlyMethod'), id: z.string(), values }),
  z.strictObject({ kind: z.literal('addMethod'), id: z.string() }),
  z.strictObject({ kind: z.literal('removeMethod'), index }),
  z.strictObject({ kind: z.literal('backbone'), architecture: z.string(), checkpoint: z.string().nullable() }),
  z.strictObject({ kind: z.literal('optimizer'), name: z.enum(['adamw', 'sgd']) }),
  z.strictObject({ kind: z.literal('schedule'), name: z.enum(['cosine', 'linear', 'step', 'constant']) }),
]);
export type SetupChange = z.infer<typeof setupChangeSchema>;
