import * as z from 'zod';
import { linearTargets } from '../backbones/sites';
import { methods as catalogue } from '../methods/catalogue';
import type { MethodSelection } from '../methods/instances';
import type { Method } from '../methods/method';
import { type Experiment, type MethodEntry, methodEntriesOf } from '../protocol/experiment';
import { InputError } from '../protocol/inputError';
import { describeIssues } from './issues';
import { methodEntrySchema } from './schema';

/** What any hyper-parameter may be; which of these, and in what range, each method's own schema has said. */
const valuesSchema = z.record(
  z.string(),
  z.union([
    z.number(),
    z.boolean(),
    z.literal('all'),
    z.templateLiteral(['first-', z.number()]),
    z.templateLiteral(['last-', z.number()]),
    z.array(z.number()),
    z.array(z.enum(linearTargets)),
  ]),
);

/**
 * One method chosen by id and hyper-parameters, defaults filled in: an entry of an experiment, or what the flags of a
 * command line add up to.
 * @throws {InputError} if the id or a hyper-parameter is not known or out of range; the sentence names it.
 */
export function selectMethod(entry: MethodEntry, methods: readonly Method[] = catalogue): MethodSelection {
  // Wrapped so that sentences say `method.rank`, as in an experiment.
  const schema = z.strictObject({ method: methodEntrySchema(methods) });
  const data = { method: entry };
  const checked = schema.safeParse(data);
  if (!checked.success) {
    throw new InputError(describeIssues(checked.error.issues, schema, data));
  }
  const { id, ...values } = checked.data.method;
  const method = methods.find(candidate => candidate.id === id);
  if (method === undefined) {
    throw new Error(`The schema let the unknown method "${id}" pass.`);
  }
  return { method, values: valuesSchema.parse(values) };
}

/**
 * The methods of a checked experiment, in its order.
 * @throws {InputError} as `selectMethod`
 */
export function selectMethods(experiment: Experiment, methods: readonly Method[] = catalogue): MethodSelection[] {
  return methodEntriesOf(experiment).map(entry => selectMethod(entry, methods));
}
