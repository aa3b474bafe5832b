import type { NumberControl } from '../../src/protocol/setupControls';

/** What a text says in a field: null for an empty one that may be empty, undefined for no number. */
export function numberIn(text: string, { whole, minimum, maximum, empty }: NumberControl): number | null | undefined {
  if (text.trim() === '') return empty === null ? undefined : null;
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  const rounded = whole ? Math.round(number) : number;
  return Math.min(maximum ?? Infinity, Math.max(minimum ?? -Infinity, rounded));
}
