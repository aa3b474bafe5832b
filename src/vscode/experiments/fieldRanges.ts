import { type FieldPath, fieldName } from '../../experiments/fields';

/** A part of a text, in UTF-16 code units; the end is not in it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

interface Token extends TextRange {
  readonly text: string;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Where each field of a JSON text stands, by its name (`training.epochs`, `method[1].rank`): the key and the value of a
 * plain one, the key alone of an object or a list, a plain element of a list itself.
 * @param text valid JSON
 */
export function fieldRanges(text: string): ReadonlyMap<string, TextRange> {
  const ranges = new Map<string, TextRange>();
  const tokens: Token[] = [...text.matchAll(token)].map(match => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  let next = 0;
  const opens = () => tokens[next].text === '{' || tokens[next].text === '[';
  const readValue = (path: FieldPath): void => {
    const open = tokens[next++].text;
    if (open !== '{' && open !== '[') return;
    for (let index = 0; tokens[next].text !== '}' && tokens[next].text !== ']'; index++) {
      const first = tokens[next];
      const inner = [...path, open === '{' ? String(JSON.parse(first.text)) : index];
      if (open === '{') next += 2;
      const end = opens() ? first.end : tokens[next].end;
      ranges.set(fieldName(inner), { start: first.start, end });
      readValue(inner);
      if (tokens[next].text === ',') next++;
    }
    next++;
  };
  readValue([]);
  return ranges;
}

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
