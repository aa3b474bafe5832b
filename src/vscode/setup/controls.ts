import type { Hyperparameter } from '../../methods/hyperparameters';
import { linearTargets } from '../../backbones/sites';
import type { Control, NumberControl } from '../../protocol/setupControls';
import { rangeOf } from './numberRange';

/** Ranges of more than two powers of ten are shown on a log scale. */
const wide = 100;

type Range = { readonly minimum: number; readonly maximum: number };

/** A slider over a range. */
export const sliderOver = ({ minimum, maximum }: Range): NumberControl['slider'] => ({
  minimum,
  maximum,
  log: minimum > 0 && maximum / minimum > wide,
});

/** The control of a hyper-parameter. */
export function controlOf(name: string, declaration: Hyperparameter): Control {
  const common = { path: name, label: name, help: declaration.help };
  switch (declaration.kind) {
    case 'integer':
    case 'number': {
      const { kind, minimum, maximum } = declaration;
      const whole = kind === 'integer';
      const range = rangeOf({ whole, minimum, maximum, open: { minimum: false, maximum: false } });
      return { ...common, kind: 'number', whole, ...range, slider: sliderOver(declaration), empty: null };
    }
    case 'boolean':
    case 'layers':
      return { ...common, kind: declaration.kind };
    case 'targets':
      return { ...common, kind: 'targets', options: [...linearTargets] };
  }
}
