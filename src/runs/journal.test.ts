import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { JournalEntry } from '../protocol/journal';
import { JournalWriter, lastRecord, readJournal } from './journal';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const freshPath = () => join(folder, `${count++}.jsonl`);
const noon = () => new Date('2024-05-06T12:00:00.000Z');

function write(path: string, entries: readonly JournalEntry[]) {
  const writer = new JournalWriter(path, noon);
  const records = entries.map(entry => writer.append(entry));
  writer.close();
  return records;
}

const warning = (message: string): JournalEntry => ({ type: 'warning', message });

const step = (number: number): JournalEntry => ({
  type: 'step',
  epoch: 1,
  step: number,
  loss: 1.25,
  accuracy: 0.5,
  learningRate: 0.001,
  gradientNorm: 3,
  clipped: false,
  modules: { lora: 2.5, head: null },
  timing: { seconds: 0.5, imagesPerSecond: 64 },
});

const everyKind: JournalEntry[] = [
  { type: 'started', epochs: 2, steps: 20, engine: 'reference', trainable: 10, head: 5 },
  { type: 'resumed', fromStep: 0 },
  { type: 'quarantined', path: 'a/b.png', reason: 'not an image' },
  warning('line\nbreak, "quotes" and üñî'),
  step(1),
  { type: 'changed', step: 1, field: 'learningRate', from: 0.001, to: 0.0005 },
  { type: 'paused', step: 1 },
  { type: 'continued', step: 1 },
  { type: 'epoch', epoch: 1, step: 10, train: { loss: 1, accuracy: 0.5 }, validation: null },
  { type: 'checkpoint', epoch: 1, step: 10, file: 'checkpoints/epoch-1.safetensors', best: true },
  { type: 'selected', epoch: 1, step: 10, by: 'validation accuracy' },
  {
    type: 'test',
    epoch: 1,
    loss: 1,
    accuracy: 0.5,
    count: 2,
    confusion: [
      [1, 0],
      [1, 0],
    ],
    classes: ['a', 'b'],
  },
  { type: 'stopped', reason: 'asked to' },
  { type: 'failed', message: 'out of memory' },
  {
    type: 'finished',
    epochs: 2,
    step: 20,
    metrics: { train: { loss: 1, accuracy: 0.5 }, validation: null, test: null },
    trainable: 10,
    head: 5,
    engine: 'reference',
    timing: { seconds: 3, imagesPerSecond: 100, memoryBytes: 1e9 },
  },
];

test('every kind of record is read as it was written, numbered from 1 and dated', async () => {
  const path = freshPath();
  const records = write(path, everyKind);
  expect(await readJournal(path)).toEqual({ records, damaged: [] });
  expect(records.map(({ n }) => n)).toEqual(everyKind.map((_, index) => index + 1));
  expect(records[0]).toEqual({ ...everyKind[0], n: 1, time: '2024-05-06T12:00:00.000Z' });
});

test('a line ends in the checksum of what the line is without it', () => {
  const path = freshPath();
  write(path, [warning('a')]);
  const body = '{"n":1,"time":"2024-05-06T12:00:00.000Z","type":"warning","message":"a"}';
  const crc = crc32(body).toString(16).padStart(8, '0');
  expect(readFileSync(path, 'utf8')).toBe(`${body.slice(0, -1)},"crc":"${crc}"}\n`);
});

test('a loss that is not finite is written as null', async () => {
  const path = freshPath();
  write(path, [{ type: 'test', epoch: 1, loss: NaN, accuracy: 0, count: 1 }]);
  expect((await readJournal(path)).records).toMatchObject([{ type: 'test', loss: null, accuracy: 0 }]);
});

test('a journal that is opened again goes on numbering', async () => {
  const path = freshPath();
  write(path, [warning('a'), warning('b')]);
  write(path, [{ type: 'resumed', fromStep: 0 }]);
  const { records, damaged } = await readJournal(path);
  expect(records.map(({ n, type }) => [n, type])).toEqual([
    [1, 'warning'],
    [2, 'warning'],
    [3, 'resumed'],
  ]);
  expect(damaged).toEqual([]);
});

test('wherever the file is cut, only the torn line is lost, and a resumed journal goes on after the others', async () => {
  const message = fc.string({ unit: 'grapheme', maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 6 }), fc.nat(), async (messages, cut) => {
      const path = freshPath();
      const records = write(path, messages.map(warning));
      const bytes = readFileSync(path);
      const length = cut % (bytes.length + 1);
      const whole = bytes.subarray(0, length).filter(byte => byte === 0x0a).length;
      truncateSync(path, length);
      expect(await readJournal(path)).toEqual({ records: records.slice(0, whole), damaged: [] });
      const [added] = write(path, [warning('after')]);
      expect(await readJournal(path)).toEqual({ records: [...records.slice(0, whole), added], damaged: [] });
      expect(added.n).toBe(whole + 1);
    }),
    { numRuns: 60 },
  );
});

test('whichever byte of a line is changed, that line is reported and the others are read', async () => {
  const path = freshPath();
  const records = write(path, [warning('a'), warning('b'), warning('c')]);
  const original = readFileSync(path);
  const begin = original.indexOf(0x0a) + 1;
  const end = original.indexOf(0x0a, begin);
  for (let position = begin; position < end; position++) {
    const bytes = Buffer.from(original);
    bytes[position] ^= 1;
    writeFileSync(path, bytes);
    const { records: read, damaged } = await readJournal(path);
    expect(read).toEqual([records[0], records[2]]);
    expect(damaged).toEqual([{ line: 2, reason: expect.stringContaining('checksum') }]);
  }
});

test('a line that went missing is reported once', async () => {
  const path = freshPath();
  write(path, ['a', 'b', 'c', 'd'].map(warning));
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, [lines[0], ...lines.slice(2)].join('\n'));
  const { records, damaged } = await readJournal(path);
  expect(records.map(({ n }) => n)).toEqual([1, 3, 4]);
  expect(damaged).toEqual([{ line: 2, reason: 'it is record 3 where record 2 should be' }]);
  expect(write(path, [warning('e')])).toMatchObject([{ n: 5 }]);
});

test('a record of a kind that is not known is reported, and does not hide the others', async () => {
  const path = freshPath();
  write(path, [warning('a')]);
  const body = '{"n":2,"time":"2024-05-06T12:00:00.000Z","type":"teleported"}';
  appendFileSync(path, `${body.slice(0, -1)},"crc":"${crc32(body).toString(16).padStart(8, '0')}"}\n`);
  write(path, [warning('b')]);
  const { records, damaged } = await readJournal(path);
  expect(records.map(({ n }) => n)).toEqual([1, 3]);
  expect(damaged).toEqual([{ line: 2, reason: 'it is not a record that this version knows' }]);
});

test('what was appended is in the file before it is closed', async () => {
  const path = freshPath();
  const writer = new JournalWriter(path);
  writer.append(warning('a'));
  expect((await readJournal(path)).records).toHaveLength(1);
  writer.flush();
  writer.close();
});

test('the last record is read without the others', async () => {
  const path = freshPath();
  const many = Array.from({ length: 2000 }, (_, index) => step(index + 1));
  const records = write(path, many);
  expect(await lastRecord(path)).toEqual(records.at(-1));
  appendFileSync(path, '{"torn');
  expect(await lastRecord(path)).toEqual(records.at(-1));
  appendFileSync(path, '"}\n');
  expect(await lastRecord(path)).toBeNull();
});

test('a journal without a record has no last one', async () => {
  const path = freshPath();
  write(path, []);
  expect(await lastRecord(path)).toBeNull();
});
