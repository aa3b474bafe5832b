/** Where a text stops being JSON. Line and column count from 1. */
export interface SyntaxProblem {
  readonly line: number;
  readonly column: number;
  /** For example `expected "," or "}" but found "x"`. */
  readonly message: string;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'next' | 'end';

const token =
  /[{}[\],:]|"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true|false|null/y;

function tokenAt(text: string, position: number): string | undefined {
  token.lastIndex = position;
  const found = token.exec(text)?.[0];
  return found === undefined || [...found].some(character => character < ' ') ? undefined : found;
}

const words: Record<Expected, string> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a field name in double quotes',
  'key or }': 'a field name in double quotes or "}"',
  colon: '":"',
  next: '","',
  end: 'the end of the file',
};

/** What may follow a token, given what was expected and the brackets that are open; undefined if the token is wrong. */
function following(expected: Expected, found: string, open: string[]): Expected | undefined {
  const after = (): Expected => (open.length > 0 ? 'next' : 'end');
  const close = (): Expected => {
    open.pop();
    return after();
  };
  switch (expected) {
    case 'value':
    case 'value or ]':
      if (found === '{' || found === '[') {
        open.push(found);
        return found === '{' ? 'key or }' : 'value or ]';
      }
      if (found === ']') {
        return expected === 'value or ]' ? close() : undefined;
      }
      return /^[},:]/.test(found) ? undefined : after();
    case 'key':
    case 'key or }':
      if (found === '}') {
        return expected === 'key or }' ? close() : undefined;
      }
      return found.startsWith('"') ? 'colon' : undefined;
    case 'colon':
      return found === ':' ? 'value' : undefined;
    case 'next':
      if (found === ',') {
        return open.at(-1) === '{' ? 'key' : 'value';
      }
      return found === (open.at(-1) === '{' ? '}' : ']') ? close() : undefined;
    case 'end':
      return undefined;
  }
}

const shown = (found: string) => (found.startsWith('"') ? found.slice(0, 40) : `"${found}"`);

/** Where and why a text is not JSON; undefined if it is. The error of `JSON.parse` does not always say where. */
export function findSyntaxProblem(text: string): SyntaxProblem | undefined {
  const open: string[] = [];
  let expected: Expected = 'value';
  let position = 0;
  for (;;) {
    while (/[\t\n\r ]/.test(text.charAt(position))) {
      position++;
    }
    if (position >= text.length && expected === 'end') {
      return undefined;
    }
    const found = tokenAt(text, position);
    const next: Expected | undefined = found === undefined ? undefined : following(expected, found, open);
    if (found === undefined || next === undefined) {
      const closing = expected === 'next' ? ` or "${open.at(-1) === '{' ? '}' : ']'}"` : '';
      const lines = text.slice(0, position).split('\n');
      const stands = position >= text.length ? 'the file ends' : `found ${shown(found ?? text[position])}`;
      return {
        line: lines.length,
        column: (lines.at(-1) ?? '').length + 1,
        message: `expected ${words[expected]}${closing} but ${stands}`,
      };
    }
    expected = next;
    position += found.length;
  }
}
