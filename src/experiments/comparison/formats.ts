import { type Column, columns } from './columns';
import type { ComparisonRow } from './compareRuns';
import { sharedFacts } from './facts';
import { latexTable } from './latex';
import { type NoteWords, comparisonNotes, sharedNote } from './notes';

export const comparisonFormats = ['table', 'csv', 'markdown', 'latex', 'json'] as const;
export type ComparisonFormat = (typeof comparisonFormats)[number];

/** The comparison as a person or another program wants it, people with notes; `json` gives the rows themselves. */
export function formatComparison(rows: readonly ComparisonRow[], format: ComparisonFormat, words: NoteWords): string {
  if (format === 'json') return JSON.stringify(rows);
  if (format === 'csv') return csv(rows);
  const facts = rows.length > 1 ? sharedFacts(rows) : {};
  const shown = columns.filter(
    ({ fact, text }) => !(fact && fact in facts) && rows.some(row => !['', '–'].includes(text(row))),
  );
  const notes = [sharedNote(rows, words), ...comparisonNotes(rows, words)].filter(note => note !== '');
  switch (format) {
    case 'markdown':
      return [...markdown(shown, rows), ...notes.flatMap(note => ['', note])].join('\n');
    case 'latex':
      return latexTable(shown, rows, notes);
    case 'table':
      return [...aligned(shown, rows), '', ...notes].join('\n');
  }
}

function csv(rows: readonly ComparisonRow[]): string {
  const all = columns.flatMap(({ title, text, values }) => values ?? [{ title, of: text }]);
  const line = (cells: readonly (string | null)[]) => cells.map(cell => quoted(cell ?? '')).join(',');
  return [line(all.map(({ title }) => title)), ...rows.map(row => line(all.map(({ of }) => of(row))))].join('\n');
}

const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function markdown(shown: readonly Column[], rows: readonly ComparisonRow[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(shown.map(({ title }) => title)),
    line(shown.map(({ isNumber }) => (isNumber ? '---:' : '---'))),
    ...rows.map(row => line(shown.map(({ text }) => text(row)))),
  ];
}

function aligned(shown: readonly Column[], rows: readonly ComparisonRow[]): string[] {
  const cells = shown.map(({ title, text, isNumber }) => {
    const column = [title, ...rows.map(text)];
    const width = Math.max(...column.map(cell => cell.length));
    return column.map(cell => (isNumber ? cell.padStart(width) : cell.padEnd(width)));
  });
  return ['', ...rows].map((_, i) =>
    cells
      .map(column => column[i])
      .join('  ')
      .trimEnd(),
  );
}
