import { type FileHandle, open } from 'node:fs/promises';
import type { JournalRecord } from '../protocol/journal';
import type { DamagedLine } from './journal';
import { decodeLine } from './journalLine';

const newline = 0x0a;
/** Bytes read at once: in between, others have their turn. */
const portion = 1 << 18;
/** Bytes before the place reached by which a file is known again. */
const remembered = 256;

/** What one reading of a journal found. */
export interface JournalGrowth {
  /** The file is another than before, or was cut: what was read of it so far is void, and these are its first records. */
  readonly anew: boolean;
  readonly records: readonly JournalRecord[];
  /** Lines among them that can't be believed. */
  readonly damaged: readonly DamagedLine[];
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * Reads a journal while it is written, each time what was added. A last line that isn't whole waits for the next reading;
 * lines that can't be believed are reported and passed over. One reading at a time.
 */
export class JournalTail {
  private offset = 0;
  private line = 0;
  private file: { readonly device: number; readonly inode: number } | null = null;
  /** The last bytes before `offset`. */
  private before: Buffer = Buffer.alloc(0);

  constructor(private readonly path: string) {}

  /**
   * Reads on. A journal that isn't there has no records.
   * @param hear told of records in portions, so that a long journal shows before it is read to its end
   */
  async read(hear: (growth: JournalGrowth) => void): Promise<void> {
    const handle = await open(this.path, 'r').catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (handle === null) {
      if (this.file !== null) hear(this.restart());
      this.file = null;
      return;
    }
    try {
      await this.readFrom(handle, hear);
    } finally {
      await handle.close();
    }
  }

  private async readFrom(handle: FileHandle, hear: (growth: JournalGrowth) => void): Promise<void> {
    const { dev, ino, size } = await handle.stat();
    const known = this.file;
    this.file = { device: dev, inode: ino };
    if (known !== null && !(known.device === dev && known.inode === ino && (await this.goesOn(handle, size)))) {
      hear(this.restart());
    }
    let unread = Buffer.alloc(0);
    for (let at = this.offset; ;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(portion), 0, portion, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      unread = Buffer.concat([unread, buffer.subarray(0, bytesRead)]);
      const whole = unread.lastIndexOf(newline) + 1;
      if (whole === 0) continue;
      const growth = this.take(unread.subarray(0, whole));
      unread = unread.subarray(whole);
      if (growth.records.length > 0 || growth.damaged.length > 0) hear(growth);
    }
  }

  /** Whether the file still is what was read of it, as far as its end at the time tells. */
  private async goesOn(handle: FileHandle, size: number): Promise<boolean> {
    const { length } = this.before;
    if (size < this.offset) return false;
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, this.offset - length);
    return bytesRead === length && buffer.equals(this.before);
  }

  private restart(): JournalGrowth {
    this.offset = 0;
    this.line = 0;
    this.before = Buffer.alloc(0);
    return { anew: true, records: [], damaged: [] };
  }

  private take(lines: Buffer): JournalGrowth {
    const records: JournalRecord[] = [];
    const damaged: DamagedLine[] = [];
    for (const text of lines.toString('utf8').split('\n').slice(0, -1)) {
      this.line++;
      const decoded = decodeLine(text);
      if (decoded.reason === undefined) records.push(decoded.record);
      else damaged.push({ line: this.line, reason: decoded.reason });
    }
    this.offset += lines.length;
    this.before = Buffer.from(Buffer.concat([this.before, lines]).subarray(-remembered));
    return { anew: false, records, damaged };
  }
}
