import * as z from 'zod';
import { schemaOf } from '../methods/hyperparameters';
import type { Method } from '../methods/method';
import { experimentSchemaWith } from '../protocol/experiment';

function entrySchema(method: Method) {
  const hyperparameters = Object.entries(method.hyperparameters).map(
    ([name, declaration]) => [name, schemaOf(declaration)] as const,
  );
  return z
    .strictObject({ id: z.literal(method.id).describe(method.idea), ...Object.fromEntries(hyperparameters) })
    .describe(`${method.title}. ${method.idea}`);
}

/** The schema of one `method` entry: the id of one of these methods, and that method's own hyper-parameters. */
export function methodEntrySchema(methods: readonly Method[]) {
  const [first, ...rest] = methods.map(entrySchema);
  if (first === undefined) {
    throw new Error('An experiment needs at least one method to choose from.');
  }
  return z.discriminatedUnion('id', [first, ...rest]);
}

/** The schema of a whole experiment file, composed over these methods. */
export function experimentFileSchema(methods: readonly Method[]) {
  return experimentSchemaWith(methodEntrySchema(methods));
}
