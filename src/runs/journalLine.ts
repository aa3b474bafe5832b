import { crc32 } from 'node:zlib';
import { type JournalEntry, type JournalRecord, journalRecordSchema } from '../protocol/journal';

const checksum = (body: string) => crc32(body).toString(16).padStart(8, '0');

/** A record as a line of the journal, its end of line included. Numbers that are not finite become null. */
export function encodeLine(n: number, time: Date, entry: JournalEntry): string {
  const body = JSON.stringify({ n, time: time.toISOString(), ...entry });
  return `${body.slice(0, -1)},"crc":"${checksum(body)}"}\n`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const shape = /^(\{.*),"crc":"([0-9a-f]{8})"\}$/;

/** What a line of the journal says, or why it can't be believed. */
export function decodeLine(
  line: string,
): { readonly record: JournalRecord; readonly reason?: undefined } | { readonly reason: string } {
  const [, start, crc] = shape.exec(line) ?? [];
  if (start === undefined) {
    return { reason: 'it does not end in a checksum' };
  }
  const body = `${start}}`;
  if (checksum(body) !== crc) {
    return { reason: 'its checksum is wrong' };
  }
  const parsed = journalRecordSchema.safeParse(parsedJson(body));
  return parsed.success ? { record: parsed.data } : { reason: 'it is not a record that this version knows' };
}
