/** A part of a text, in UTF-16 code units, and what comes in its place. */
export interface TextReplacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The smallest replacement that makes one text of another; undefined where they are the same. */
export function replacementOf(before: string, after: string): TextReplacement | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let kept = 0;
  while (kept < shorter - start && before.at(-1 - kept) === after.at(-1 - kept)) kept++;
  return { start, end: before.length - kept, text: after.slice(start, after.length - kept) };
}
