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

/** What a selection comes to, whatever the order in which its lists were written. */
const identityOf = ({ method, values }: MethodSelection): string =>
  JSON.stringify([method.id, values], (_, value: unknown) =>
    Array.isArray(value) ? [...new Set(value)].sort() : value,
  );

/**
 * Refuses a method that stands there twice with the same settings: it would be trained twice in the same place. One that
 * acts twice on different layers or with different settings is meant.
 * @throws {InputError} naming both
 */
export function requireDifferent(selections: readonly MethodSelection[]): void {
  const identities = selections.map(identityOf);
  const repeated = identities.findIndex((identity, index) => identities.indexOf(identity) < index);
  if (repeated < 0) return;
  const first = identities.indexOf(identities[repeated]);
  throw new InputError(
    `method[${repeated}] is ${selections[repeated].method.id} with the same layers and settings as method[${first}]: take one of them away, or change its layers or settings.`,
  );
}

/**
 * The methods of a checked experiment, in its order.
 * @throws {InputError} as `selectMethod`, and for the same method twice
 */
export function selectMethods(experiment: Experiment, methods: readonly Method[] = catalogue): MethodSelection[] {
  const selections = methodEntriesOf(experiment).map(entry => selectMethod(entry, methods));
  requireDifferent(selections);
  return selections;
}
