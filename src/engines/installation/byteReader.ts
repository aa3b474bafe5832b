/** Reads a stream of bytes in parts of whatever size is asked for. */
export class ByteReader {
  /** Bytes that were read so far. */
  position = 0;
  private readonly source: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** So many bytes at once. @param mayEnd none are given where there are no more @throws {Error} if there are fewer */
  async take(count: number, mayEnd = false): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.some(count, mayEnd)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** So many bytes as they come. */
  async *some(count: number, mayEnd = false): AsyncGenerator<Buffer, void, void> {
    for (let left = count; left > 0;) {
      if (this.rest.length === 0 && !(await this.more())) {
        if (mayEnd && left === count) return;
        throw new Error('The archive is cut short.');
      }
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      this.position += part.length;
      left -= part.length;
      yield part;
    }
  }

  async skip(count: number): Promise<void> {
    for await (const part of this.some(count)) void part;
  }

  private async more(): Promise<boolean> {
    const { done, value } = await this.source.next();
    if (done) return false;
    this.rest = value;
    return true;
  }
}
