import { type Experiment, type MethodEntry, methodEntriesOf } from '../../protocol/experiment';

/** The ids of an experiment's methods. */
export const methodIds = (experiment: Experiment): string =>
  methodEntriesOf(experiment)
    .map(({ id }) => id)
    .join(' + ');

/** What a method was set to, a phrase for each hyper-parameter. */
export const settingsOf = (entry: MethodEntry): string[] =>
  Object.entries(entry).flatMap(([name, value]) => (name === 'id' ? [] : [`${name} ${String(value)}`]));

/** The methods with their settings: `vpt-deep (prompts 10)`. */
export function describeMethod(experiment: Experiment): string {
  const words = methodEntriesOf(experiment).map(entry => {
    const settings = settingsOf(entry);
    return settings.length > 0 ? `${entry.id} (${settings.join(', ')})` : entry.id;
  });
  return words.join(' + ');
}
