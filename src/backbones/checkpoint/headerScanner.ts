import type { InputError } from '../../protocol/inputError';

/** More than any model has; a hundred megabytes could spell fifteen million, which take gigabytes and minutes. */
const maximumFields = 100_000;

/** What keeps a string's content from being its value. */
// eslint-disable-next-line no-control-regex
const escapeOrControl = /[\u0000-\u001f\\]/;

const zero = 0x30;

/**
 * Reads the little of JSON that a safetensors header may hold: objects, strings and arrays of integers.
 *
 * `JSON.parse` would build whatever a hostile header spells (a hundred megabytes of nested arrays need gigabytes) and
 * would drop a key given twice without a word. The bytes are read where they are: only strings are copied.
 */
export class HeaderScanner {
  private position = 0;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  /** @param refusal makes the error out of a problem such as `gives "x" twice`, whose subject is the header. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly refusal: (problem: string) => InputError,
  ) {}

  /** Reads an object. `field` is called after each key and must read its value. */
  object(field: (key: string) => void): void {
    this.expect('{');
    if (this.accept('}')) return;
    const keys = new Set<string>();
    do {
      if (keys.size === maximumFields) throw this.refusal(`has more than ${maximumFields} fields in one object`);
      const key = this.string();
      if (keys.has(key)) throw this.refusal(`gives ${quote(key)} twice`);
      keys.add(key);
      this.expect(':');
      field(key);
    } while (this.accept(','));
    this.expect('}');
  }

  string(): string {
    this.expect('"');
    const start = this.position - 1;
    const end = this.closingQuote();
    this.position = end + 1;
    const content = this.decode(start + 1, end);
    if (!escapeOrControl.test(content)) return content;
    try {
      const value: unknown = JSON.parse(`"${content}"`);
      if (typeof value === 'string') return value;
    } catch {
      // Falls through: a bad escape or a bare control character.
    }
    throw this.refusal(`has a malformed string at byte ${start}`);
  }

  /** Reads an array of at most `limit` non-negative safe integers. */
  integers(limit: number): number[] {
    const values: number[] = [];
    this.expect('[');
    if (this.accept(']')) return values;
    do {
      if (values.length === limit)
        throw this.refusal(`has more than ${limit} integers in the array at ${this.where()}`);
      values.push(this.integer());
    } while (this.accept(','));
    this.expect(']');
    return values;
  }

  /** Only white space may follow. */
  end(): void {
    this.skipSpace();
    if (this.position < this.bytes.length) throw this.refusal(`goes on after its end, at ${this.where()}`);
  }

  private integer(): number {
    this.skipSpace();
    const start = this.position;
    let value = 0;
    while (isDigit(this.bytes[this.position]) && value <= Number.MAX_SAFE_INTEGER) {
      value = 10 * value + this.bytes[this.position++] - zero;
    }
    const digits = this.position - start;
    const padded = digits > 1 && this.bytes[start] === zero;
    if (digits === 0 || padded || !Number.isSafeInteger(value) || !this.atDelimiter()) {
      throw this.refusal(`needs a non-negative integer below 2^53 at byte ${start}`);
    }
    return value;
  }

  /** Whether a number may end here. */
  private atDelimiter(): boolean {
    const code = this.bytes[this.position];
    return code === undefined || code === 0x2c || code === 0x5d || isSpace(code);
  }

  private closingQuote(): number {
    for (let index = this.position; index < this.bytes.length; index++) {
      const code = this.bytes[index];
      if (code === 0x22) return index;
      if (code === 0x5c) index++;
    }
    throw this.refusal('ends inside a string');
  }

  private decode(start: number, end: number): string {
    try {
      return this.decoder.decode(this.bytes.subarray(start, end));
    } catch {
      throw this.refusal(`is not valid UTF-8 after byte ${start}`);
    }
  }

  private expect(character: string): void {
    if (!this.accept(character)) throw this.refusal(`needs ${quote(character)} at ${this.where()}`);
  }

  private accept(character: string): boolean {
    this.skipSpace();
    if (this.bytes[this.position] !== character.charCodeAt(0)) return false;
    this.position++;
    return true;
  }

  private skipSpace(): void {
    while (isSpace(this.bytes[this.position])) this.position++;
  }

  private where(): string {
    return `byte ${this.position}`;
  }
}

/** White space of JSON: space, tab, line feed and carriage return. */
function isSpace(code: number | undefined): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= zero && code <= zero + 9;
}

/** A text of unknown origin in quotes, cut to a length that fits a sentence. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
