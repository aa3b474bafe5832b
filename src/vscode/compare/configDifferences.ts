import type { CompareDifference } from '../../protocol/comparePanel';
import type { Experiment } from '../../protocol/experiment';

/** What differs between seeds and names is not a difference of the experiments. */
const leftOut = ['name', 'seed'];
const absent = '–';

/** The fields of an experiment by their paths: `training.optimizer.learningRate`, `method[1].rank`. */
function fieldsOf(value: unknown, path = ''): [string, string][] {
  if (Array.isArray(value) && value.some(item => typeof item === 'object' && item !== null)) {
    return value.flatMap((item, i) => fieldsOf(item, `${path}[${i}]`));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value)
      .filter(([name]) => path !== '' || !leftOut.includes(name))
      .flatMap(([name, field]) => fieldsOf(field, path === '' ? name : `${path}.${name}`));
  }
  return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
}

/** A single method is written as one or as a list of one: they are the same. */
const withOneMethod = (experiment: Experiment) => ({
  ...experiment,
  method: Array.isArray(experiment.method) && experiment.method.length === 1 ? experiment.method[0] : experiment.method,
});

/**
 * The fields in which experiments differ, in the order of the file.
 * @param experiments null for one that can't be read: it has no fields
 */
export function configDifferences(experiments: readonly (Experiment | null)[]): CompareDifference[] {
  const all = experiments.map(experiment => new Map(experiment ? fieldsOf(withOneMethod(experiment)) : []));
  const fields = [...new Set(all.flatMap(one => [...one.keys()]))];
  return fields
    .map(field => ({ field, values: all.map(one => one.get(field) ?? absent) }))
    .filter(({ values }) => new Set(values).size > 1);
}
