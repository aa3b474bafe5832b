import type { NumberControl } from '../../src/protocol/setupControls';

/** What a text says in a field: null for an empty one that may be empty, undefined for what the field does not take. */
export function numberIn(
  text: string,
  { whole, minimum, maximum, open, empty }: Pick<NumberControl, 'whole' | 'minimum' | 'maximum' | 'open' | 'empty'>,
): number | null | undefined {
  if (text.trim() === '') return empty === null ? undefined : null;
  const number = Number(text);
  if (!Number.isFinite(number) || (whole && !Number.isInteger(number))) return undefined;
  if (minimum !== null && (open.minimum ? number <= minimum : number < minimum)) return undefined;
  if (maximum !== null && (open.maximum ? number >= maximum : number > maximum)) return undefined;
  return number;
}
