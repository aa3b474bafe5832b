import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { JournalEntry, JournalRecord } from '../protocol/journal';
import { decodeLine, encodeLine } from './journalLine';

/** A line of the journal that can't be believed. */
export interface DamagedLine {
  /** Counts from 1. */
  readonly line: number;
  readonly reason: string;
}

/** What a journal holds, in the order written. */
export interface Journal {
  readonly records: readonly JournalRecord[];
  readonly damaged: readonly DamagedLine[];
}

const newline = 0x0a;

/** Length in bytes of the whole lines: what comes after was being written when the process ended. */
const wholeLines = (bytes: Buffer) => bytes.lastIndexOf(newline) + 1;

interface ParsedJournal extends Journal {
  /** The number that the next record gets. */
  readonly next: number;
}

function parseJournal(bytes: Buffer): ParsedJournal {
  const lines = bytes.toString('utf8', 0, wholeLines(bytes)).split('\n').slice(0, -1);
  const records: JournalRecord[] = [];
  const damaged: DamagedLine[] = [];
  // Lines that went missing or were doubled before this one, so that each gap is reported once.
  let offset = 0;
  lines.forEach((text, index) => {
    const line = index + 1;
    const decoded = decodeLine(text);
    if (decoded.reason !== undefined) {
      damaged.push({ line, reason: decoded.reason });
      return;
    }
    const { record } = decoded;
    if (record.n !== line + offset) {
      damaged.push({ line, reason: `it is record ${record.n} where record ${line + offset} should be` });
      offset = record.n - line;
    }
    records.push(record);
  });
  return { records, damaged, next: lines.length + offset + 1 };
}

/** Reads a journal. A torn last line is dropped; lines that can't be believed are reported, and do not hide the others. */
export async function readJournal(path: string): Promise<Journal> {
  const { records, damaged } = parseJournal(await readFile(path));
  return { records, damaged };
}

/** Bytes in which the last record of a journal surely lies: only `test` may be longer, and is never the last for long. */
const tail = 1 << 16;

/** Reads the last whole record of a journal from its end alone. Null if there is none that can be believed. */
export async function lastRecord(path: string): Promise<JournalRecord | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tail);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const line = buffer.toString('utf8', 0, wholeLines(buffer)).split('\n').at(-2);
    const decoded = line === undefined ? null : decodeLine(line);
    return decoded?.reason === undefined ? (decoded?.record ?? null) : null;
  } finally {
    await file.close();
  }
}

/** Appends numbered, checksummed records to a journal. Each is with the operating system when `append` returns. */
export class JournalWriter {
  private readonly file: number;
  private size: number;
  private next: number;

  /**
   * Opens a journal, or begins one. A torn last line is cut off, and the numbering goes on after the last whole line.
   * @param now the clock
   */
  constructor(
    private readonly path: string,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.file = openSync(path, 'a');
    const bytes = readFileSync(path);
    this.size = wholeLines(bytes);
    this.next = parseJournal(bytes).next;
    if (this.size < bytes.length) {
      // By its path: Windows does not let a file be cut that is open for appending alone.
      truncateSync(path, this.size);
    }
  }

  /** Writes one record; gives it back with its number and time. */
  append(entry: JournalEntry): JournalRecord {
    const time = this.now();
    const bytes = Buffer.from(encodeLine(this.next, time, entry));
    try {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.file, bytes, done);
      }
    } catch (error) {
      // Half a line, as a full disk leaves it, must not become the beginning of the next.
      truncateSync(this.path, this.size);
      throw error;
    }
    this.size += bytes.length;
    return { ...entry, n: this.next++, time: time.toISOString() };
  }

  /** Makes everything written so far survive a loss of power. */
  flush(): void {
    fsyncSync(this.file);
  }

  close(): void {
    fsyncSync(this.file);
    closeSync(this.file);
  }
}
