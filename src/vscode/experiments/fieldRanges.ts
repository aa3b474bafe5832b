import { type Node, getNodePath, parseTree } from 'jsonc-parser';
import { fieldName } from '../../experiments/fields';

/** A part of a text, in UTF-16 code units; the end is not in it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where each field of a JSON text stands, by its name (`training.epochs`, `method[1].rank`): the key and the value of a
 * plain one, the key alone of an object or a list, a plain element of a list itself.
 * @param text valid JSON
 */
export function fieldRanges(text: string): ReadonlyMap<string, TextRange> {
  const root = parseTree(text);
  return new Map(root ? fieldsBelow(root) : []);
}

function fieldsBelow({ type, children = [] }: Node): [string, TextRange][] {
  return children.flatMap(child => {
    const [key, value] = type === 'object' ? (child.children ?? []) : [child, child];
    const end = isNested(value) ? key.offset + (key === value ? 1 : key.length) : value.offset + value.length;
    return [[fieldName(getNodePath(value)), { start: key.offset, end }], ...fieldsBelow(value)];
  });
}

const isNested = ({ type }: Node) => type === 'object' || type === 'array';

/**
 * The field that a sentence begins with the name of, or where that is missing the one that it is missing from; the start
 * of the text if the sentence names none.
 * @param text valid JSON
 */
export function rangeNamedBy(sentence: string, text: string): TextRange {
  const named = [...fieldRanges(text)].filter(
    ([name]) => sentence.startsWith(name) && /^[\s.[]/.test(sentence.slice(name.length)),
  );
  const [longest] = named.sort(([a], [b]) => b.length - a.length);
  return longest?.[1] ?? { start: 0, end: 1 };
}
