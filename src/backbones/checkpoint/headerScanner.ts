import type { InputError } from '../../protocol/inputError';

/**
 * Reads the little of JSON that a safetensors header may hold: objects, strings and arrays of integers.
 *
 * `JSON.parse` would build whatever a hostile header spells (a hundred megabytes of nested arrays need gigabytes) and
 * would drop a key given twice without a word.
 */
export class HeaderScanner {
  private position = 0;

  /** @param refusal makes the error out of a problem such as `gives "x" twice`, whose subject is the header. */
  constructor(
    private readonly text: string,
    private readonly refusal: (problem: string) => InputError,
  ) {}

  /** Reads an object. `field` is called after each key and must read its value. */
  object(field: (key: string) => void): void {
    this.expect('{');
    if (this.accept('}')) return;
    const keys = new Set<string>();
    do {
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
    try {
      const value: unknown = JSON.parse(this.text.slice(start, this.position));
      if (typeof value === 'string') return value;
    } catch {
      // Falls through: a bad escape or a bare control character.
    }
    throw this.refusal(`has a malformed string at character ${start}`);
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
    if (this.position < this.text.length) throw this.refusal(`goes on after its end, at ${this.where()}`);
  }

  private integer(): number {
    this.skipSpace();
    const [spelled] = /^[-+.\w]*/.exec(this.text.slice(this.position, this.position + 32)) ?? [''];
    const value = Number(spelled);
    if (!/^(0|[1-9]\d*)$/.test(spelled) || !Number.isSafeInteger(value)) {
      throw this.refusal(`needs a non-negative integer below 2^53 at ${this.where()}`);
    }
    this.position += spelled.length;
    return value;
  }

  private closingQuote(): number {
    for (let index = this.position; index < this.text.length; index++) {
      const code = this.text.charCodeAt(index);
      if (code === 0x22) return index;
      if (code === 0x5c) index++;
    }
    throw this.refusal('ends inside a string');
  }

  private expect(character: string): void {
    if (!this.accept(character)) throw this.refusal(`needs ${quote(character)} at ${this.where()}`);
  }

  private accept(character: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private skipSpace(): void {
    while (' \t\n\r'.includes(this.text[this.position] ?? '?')) this.position++;
  }

  private where(): string {
    return `character ${this.position}`;
  }
}

/** A text of unknown origin in quotes, cut to a length that fits a sentence. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
