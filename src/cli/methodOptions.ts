import { nameDistance, nearestName } from '../experiments/nearest';
import { requireDifferent, selectMethod } from '../experiments/selections';
import { methods as catalogue, findMethod } from '../methods/catalogue';
import type { Hyperparameter } from '../methods/hyperparameters';
import { type MethodSelection, instanceNames } from '../methods/instances';
import type { Method } from '../methods/method';
import { InputError } from '../protocol/inputError';
import { texts } from './options';
import { listOf } from './words';

/** The flags by which a command line names methods and their hyper-parameters. */
export const methodOptions = {
  method: texts({
    placeholder: 'ID',
    required: true,
    help: 'A tuning method, see "visual-tuning methods"; repeat it to combine several.',
  }),
  set: texts({
    placeholder: 'KEY=VALUE',
    help: 'A hyper-parameter: rank=16, targets=q,v, layers=last-4; lora.rank=16 where two methods have a rank.',
    standsIn: flag => {
      const name = catalogue
        .flatMap(({ hyperparameters }) => Object.keys(hyperparameters))
        .find(known => nameDistance(flag, known) === 0);
      return name === undefined ? undefined : `--set ${name}=VALUE`;
    },
  }),
};

/**
 * The methods that `--method` and `--set` add up to, defaults filled in.
 * @throws {InputError} if a method, a key or a value is not known, a key could mean several methods, or two are the same.
 */
export function readMethods(ids: readonly string[], assignments: readonly string[]): MethodSelection[] {
  const methods = ids.map(findMethod);
  const instances = instanceNames(methods.map(method => ({ method })));
  const values = methods.map((): Record<string, unknown> => ({}));
  for (const assignment of assignments) {
    const { index, key, text } = locate(assignment, methods, instances);
    // Where the key is unknown, the check of the whole method says so, and which one was meant.
    const declaration: Hyperparameter | undefined = methods[index].hyperparameters[key];
    values[index][key] = readValue(text, declaration?.kind);
  }
  const selections = methods.map(({ id }, i) => selectMethod({ ...values[i], id }));
  requireDifferent(selections);
  return selections;
}

/** Which method an assignment such as `rank=16` or `lora.rank=16` is about. */
function locate(assignment: string, methods: readonly Method[], instances: readonly string[]) {
  const [, name, text] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
  if (name === undefined) {
    throw new InputError(`--set ${JSON.stringify(assignment)} gives no value: write KEY=VALUE, for example rank=16.`);
  }
  const [instance, key] = name.includes('.') ? name.split(/\.(.*)/s, 2) : [undefined, name];
  if (key === 'id') throw new InputError(`--set ${name}: a method is chosen by --method.`);
  if (instance !== undefined) {
    const index = instances.indexOf(instance);
    if (index >= 0) return { index, key, text };
    const meant = nearestName(instance, instances);
    const advice = meant === undefined ? `it must be ${listOf(instances, 'or')}.` : `did you mean ${meant}.${key}?`;
    throw new InputError(`--set ${name}: there is no --method ${instance}; ${advice}`);
  }
  const having = methods.flatMap((method, index) => (Object.hasOwn(method.hyperparameters, key) ? [index] : []));
  if (having.length > 1) {
    const choices = having.map(index => `${instances[index]}.${key}`);
    throw new InputError(`--set ${name}: several methods have it, so write ${listOf(choices, 'or')}.`);
  }
  if (having.length === 0 && methods.length > 1) {
    const known = methods.flatMap(({ hyperparameters }, i) => Object.keys(hyperparameters).map(k => ({ k, i })));
    const meant = nearestName(key, [...new Set(known.map(({ k }) => k))]);
    const advice = meant === undefined ? 'see "visual-tuning methods" for theirs.' : `did you mean ${meant}?`;
    throw new InputError(`--set ${name}: none of ${listOf(instances, 'and')} has it; ${advice}`);
  }
  return { index: having[0] ?? 0, key, text };
}

/** A value as it is convenient to write in a shell: JSON, or a list with commas, or plain text. */
function readValue(text: string, kind: Hyperparameter['kind'] | undefined): unknown {
  const json = parsed(text);
  switch (kind) {
    case 'targets':
      return Array.isArray(json) ? json : text.split(',').map(word => word.trim());
    case 'layers':
      return /^\d+(,\d+)*$/.test(text) ? text.split(',').map(Number) : (json ?? text);
    case 'integer':
    case 'number':
      return json ?? (/^[+-]?\.?\d/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text);
    default:
      return json ?? text;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
