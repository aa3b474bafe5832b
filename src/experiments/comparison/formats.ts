import type { ComparisonRow } from './compareRuns';
import type { Estimate } from './interval';

export const comparisonFormats = ['table', 'csv', 'markdown', 'latex', 'json'] as const;
export type ComparisonFormat = (typeof comparisonFormats)[number];

const columns = [
  'Experiment',
  'Method',
  'Seeds',
  'Trained parameters',
  'Head parameters',
  'Test accuracy (%) [95 % CI]',
  'Validation (%)',
  'Seconds',
  'Not comparable',
];
const testColumn = 5;
const numeric = columns.map((_, i) => i >= 2 && i < 8);

/** For other programs: a number in each cell, and no separators in it. */
const csvColumns = columns.flatMap((title, i) =>
  i === testColumn ? ['Test accuracy (%)', '95 % CI low (%)', '95 % CI high (%)'] : [title],
);

const percent = (share: number) => (100 * share).toFixed(1);

/** The test accuracy of a row as a format writes it. */
type WriteEstimate = (estimate: Estimate) => string;

const withEnds: WriteEstimate = ({ value, low, high }) => `${percent(value)} [${percent(low)}, ${percent(high)}]`;

/** `95.3 ± 1.2`, or, where it reaches further to one side, both distances. */
const inLatex: WriteEstimate = ({ value, low, high }) => {
  const [up, down] = [percent(high - value), percent(value - low)];
  const ends = up === down ? ` \\pm ${up}` : `^{+${up}}_{-${down}}`;
  return `$${percent(value)}${ends}$`;
};

function cellsOf(row: ComparisonRow, write: WriteEstimate): string[] {
  const { name, method, precision, seeds, trainable, head, test, validation, seconds, unfair } = row;
  return [
    name,
    precision === 'float32' ? method : `${method} in ${precision}`,
    String(seeds.length),
    trainable.toLocaleString('en'),
    head.toLocaleString('en'),
    test ? write(test) : '–',
    validation === null ? '–' : percent(validation),
    seconds === null ? '–' : seconds.toFixed(0),
    unfair.join(', '),
  ];
}

function csvCellsOf(row: ComparisonRow): string[] {
  const { test, trainable, head } = row;
  const cells = cellsOf(row, withEnds).map(cell => (cell === '–' ? '' : cell));
  cells.splice(3, 2, String(trainable), String(head));
  const estimate = test ? [test.value, test.low, test.high].map(percent) : ['', '', ''];
  return cells.flatMap((cell, i) => (i === testColumn ? estimate : [cell]));
}

/** The comparison as a person or another program wants it; `json` gives the rows themselves. */
export function formatComparison(rows: readonly ComparisonRow[], format: ComparisonFormat): string {
  const cells = rows.map(row => cellsOf(row, withEnds));
  switch (format) {
    case 'json':
      return JSON.stringify(rows);
    case 'csv':
      return [csvColumns, ...rows.map(csvCellsOf)].map(row => row.map(quoted).join(',')).join('\n');
    case 'markdown': {
      const line = (row: readonly string[]) => `| ${row.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
      return [line(columns), line(numeric.map(right => (right ? '---:' : '---'))), ...cells.map(line)].join('\n');
    }
    case 'latex': {
      const line = (row: readonly string[]) => `${row.map(escaped).join(' & ')} \\\\`;
      const alignment = numeric.map(right => (right ? 'r' : 'l')).join('');
      return [
        `\\begin{tabular}{${alignment}}`,
        '\\toprule',
        line(columns),
        '\\midrule',
        ...rows.map(latexLine),
        '\\bottomrule',
        '\\end{tabular}',
      ].join('\n');
    }
    case 'table':
      return aligned([columns, ...cells]);
  }
}

/** Text is escaped, the formula of the test accuracy is not. */
function latexLine(row: ComparisonRow): string {
  const cells = cellsOf(row, inLatex).map((cell, i) => (i === testColumn && row.test ? cell : escaped(cell)));
  return `${cells.join(' & ')} \\\\`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const used = columns.map((_, i) => i).filter(i => rows.slice(1).some(row => row[i] !== ''));
  const widths = columns.map((_, i) => Math.max(...rows.map(row => row[i].length)));
  return rows
    .map(row =>
      used
        .map(i => (numeric[i] ? row[i].padStart(widths[i]) : row[i].padEnd(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const latexEscapes: Record<string, string> = {
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
const escaped = (cell: string) => cell.replace(/[\\{}^~%&_#$–]/g, character => latexEscapes[character]);
