import type { Column } from './columns';
import type { ComparisonRow } from './compareRuns';

/** The table for a paper, with its notes as comments after it. Text is escaped, what columns write for LaTeX is not. */
export function latexTable(
  columns: readonly Column[],
  rows: readonly ComparisonRow[],
  notes: readonly string[],
): string {
  const line = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{${columns.map(({ isNumber }) => (isNumber ? 'r' : 'l')).join('')}}`,
    '\\toprule',
    line(columns.map(({ title }) => escaped(title))),
    '\\midrule',
    ...rows.map(row => line(columns.map(({ text, formula }) => formula?.(row) ?? escaped(text(row))))),
    '\\bottomrule',
    '\\end{tabular}',
    ...notes.map(note => `% ${note}`),
  ].join('\n');
}

const escapes: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '^': '\\^{}',
  '~': '\\~{}',
  '%': '\\%',
  '&': '\\&',
  _: '\\_',
  '#': '\\#',
  $: '\\$',
  '–': '--',
};
const escaped = (cell: string) => cell.replace(/[\\{}^~%&_#$–]/g, character => escapes[character]);
