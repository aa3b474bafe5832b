import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { JournalEntry } from '../protocol/journal';
import { encodeLine } from './journalLine';
import { JournalTail } from './journalTail';

const folder = mkdtempSync(join(tmpdir(), 'journal-tail-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const freshPath = () => join(folder, `${count++}.jsonl`);
const noon = new Date('2024-05-06T12:00:00.000Z');
const warning = (message: string): JournalEntry => ({ type: 'warning', message });
const line = (n: number, message = `number ${n}`) => encodeLine(n, noon, warning(message));

/** What one reading tells, put together. */
async function read(tail: JournalTail) {
  const news: string[] = [];
  await tail.read(({ anew, records, damaged }) => {
    if (anew) news.push('anew');
    news.push(...records.map(({ n }) => `record ${n}`), ...damaged.map(({ line: at }) => `damaged line ${at}`));
  });
  return news;
}

test('each reading tells what was added since the one before', async () => {
  const path = freshPath();
  const tail = new JournalTail(path);
  expect(await read(tail)).toEqual([]);
  writeFileSync(path, line(1) + line(2));
  expect(await read(tail)).toEqual(['record 1', 'record 2']);
  expect(await read(tail)).toEqual([]);
  appendFileSync(path, line(3));
  expect(await read(tail)).toEqual(['record 3']);
});

test('a last line that is torn waits until it is whole, within a character too', async () => {
  const path = freshPath();
  const tail = new JournalTail(path);
  const bytes = Buffer.from(line(1, 'üñî'));
  const torn = bytes.indexOf(Buffer.from('ñ')) + 1;
  writeFileSync(path, bytes.subarray(0, torn));
  expect(await read(tail)).toEqual([]);
  appendFileSync(path, bytes.subarray(torn));
  expect(await read(tail)).toEqual(['record 1']);
});

test('a line that can not be believed is reported by its number, and hides no other', async () => {
  const path = freshPath();
  writeFileSync(path, line(1) + 'garbage\n' + line(3).replace('number', 'nombre') + line(4));
  expect(await read(new JournalTail(path))).toEqual(['record 1', 'record 4', 'damaged line 2', 'damaged line 3']);
});

test('a journal that was replaced is read from its beginning', async () => {
  const path = freshPath();
  const tail = new JournalTail(path);
  writeFileSync(path, line(1) + line(2));
  await read(tail);
  const other = freshPath();
  writeFileSync(other, line(1, 'another run') + line(2) + line(3));
  renameSync(other, path);
  expect(await read(tail)).toEqual(['anew', 'record 1', 'record 2', 'record 3']);
});

test('a journal that was cut, or written over, is read from its beginning', async () => {
  const path = freshPath();
  const tail = new JournalTail(path);
  writeFileSync(path, line(1) + line(2));
  await read(tail);
  writeFileSync(path, line(1));
  expect(await read(tail)).toEqual(['anew', 'record 1']);
  writeFileSync(path, line(1, 'another run') + line(2));
  expect(await read(tail)).toEqual(['anew', 'record 1', 'record 2']);
});

test('a journal that is gone is told once, and read anew when it is back', async () => {
  const path = freshPath();
  const tail = new JournalTail(path);
  writeFileSync(path, line(1));
  await read(tail);
  rmSync(path);
  expect(await read(tail)).toEqual(['anew']);
  expect(await read(tail)).toEqual([]);
  writeFileSync(path, line(1));
  expect(await read(tail)).toEqual(['record 1']);
});

test('a long journal comes in portions, and nothing is lost between them', async () => {
  const path = freshPath();
  const lines = Array.from({ length: 3000 }, (_, i) => line(i + 1, 'x'.repeat(200)));
  writeFileSync(path, lines.join(''));
  const portions: number[] = [];
  await new JournalTail(path).read(({ records }) => portions.push(records.length));
  expect(portions.length).toBeGreaterThan(2);
  expect(portions.reduce((a, b) => a + b)).toBe(3000);
});
