import { methods } from '../../methods/catalogue';
import type { MethodSelection } from '../../methods/instances';
import { nearestSettings } from '../../experiments/budget/nearestSettings';
import { trainedParameters } from '../../experiments/budget/trainedParameters';
import { selectMethod } from '../../experiments/selections';
import { InputError } from '../../protocol/inputError';
import { valueSchema } from '../../protocol/setupControls';
import type { Budget, BudgetRow } from '../../protocol/setupPanel';
import type { ReadExperiment } from '../experiments/readExperiment';
import type { Architecture } from '../../backbones/architecture';

/**
 * Every method of the catalogue at the settings that come nearest to a budget.
 * @param budget trained parameters without the head; null for as many as the experiment trains
 */
export function budgetOf({ architecture, selections }: ReadExperiment, budget: number | null): Budget {
  const asked = budget ?? trainedParameters(architecture, selections);
  return {
    budget: asked,
    full: trainedParameters(architecture, [selectMethod({ id: 'full' })]),
    rows: methods.flatMap(method => {
      const own = selections.find(selection => selection.method.id === method.id);
      return rowOf(architecture, own ?? selectMethod({ id: method.id }), own !== undefined, asked);
    }),
  };
}

/** None where the backbone can't take the method at all. */
function rowOf(architecture: Architecture, selection: MethodSelection, current: boolean, budget: number): BudgetRow[] {
  const { id, title } = selection.method;
  try {
    const { selection: nearest, solved, parameters } = nearestSettings(architecture, selection, budget);
    return [
      {
        id,
        title,
        parameters: trainedParameters(architecture, [selection]),
        current,
        nearest: {
          values: writtenValues(nearest),
          words: solved ? `${solved.name} ${solved.value}` : '',
          parameters,
        },
      },
    ];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** The values that are not the method's defaults, as a file gives them. */
function writtenValues({ method, values }: MethodSelection): BudgetRow['nearest']['values'] {
  const own = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(method.hyperparameters[name].default),
  );
  return Object.fromEntries(own.map(([name, value]) => [name, valueSchema.parse(value)]));
}
