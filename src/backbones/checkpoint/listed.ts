import { quote } from './headerScanner';

/** Up to three names of tensors, and how many more there are. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no tensors';
  const shown = names.slice(0, 3).map(quote).join(', ');
  return `tensor${names.length === 1 ? '' : 's'} ${shown}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}
