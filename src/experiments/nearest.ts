import { distance } from 'fastest-levenshtein';

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The first letters of the words of a name: `lr` of `learningRate`. */
const initials = (name: string) =>
  name
    .split(/(?=[A-Z])|[^A-Za-z0-9]+/)
    .map(word => word.charAt(0).toLowerCase())
    .join('');

/** Letters added, left out or replaced between two names; two neighbours in the wrong order are one mistake. */
function mistakes(given: string, known: string): number {
  const swapped = Array.from(
    given.slice(1),
    (_, i) => given.slice(0, i) + given[i + 1] + given[i] + given.slice(i + 2),
  );
  return Math.min(distance(given, known), ...swapped.map(other => distance(other, known) + 1));
}

/** How far a given name is from a known one: 0 the same but for case and punctuation, 1 nothing in common. */
export function nameDistance(given: string, known: string): number {
  const [a, b] = [plain(given), plain(known)];
  const edits = mistakes(a, b) / Math.max(a.length, b.length, 1);
  const shortened = Math.min(a.length, b.length) >= 3 && (b.startsWith(a) || a.startsWith(b));
  const abbreviated = a.length >= 2 && a === initials(known);
  return shortened || abbreviated ? Math.min(edits, 0.3) : edits;
}

/** The known name that was probably meant, or undefined if none is near. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map(name => ({ name, distance: nameDistance(given, name) }))
    .filter(candidate => candidate.distance <= 0.45)
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}
