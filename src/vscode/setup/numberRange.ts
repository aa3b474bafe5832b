import * as vscode from 'vscode';
import type { NumberControl } from '../../protocol/setupControls';

/** What a field of numbers takes: its range, and that as a sentence. */
export function rangeOf(
  bounds: Pick<NumberControl, 'whole' | 'minimum' | 'maximum' | 'open'>,
): Pick<NumberControl, 'minimum' | 'maximum' | 'open' | 'range'> {
  const { whole, minimum, maximum, open } = bounds;
  const { l10n } = vscode;
  const kind = whole ? l10n.t('A whole number') : l10n.t('A number');
  const low = open.minimum ? l10n.t('above {0}', String(minimum)) : l10n.t('at least {0}', String(minimum));
  const high = open.maximum ? l10n.t('below {0}', String(maximum)) : l10n.t('at most {0}', String(maximum));
  const ends = [...(minimum === null ? [] : [low]), ...(maximum === null ? [] : [high])];
  const isClosed = ends.length === 2 && !open.minimum && !open.maximum;
  const range = isClosed
    ? l10n.t('{0} from {1} to {2}.', kind, String(minimum), String(maximum))
    : `${[kind, ...ends].join(', ')}.`;
  return { minimum, maximum, open, range };
}
