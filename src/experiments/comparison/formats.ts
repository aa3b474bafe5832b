import type { ComparisonRow } from './compareRuns';

export const comparisonFormats = ['table', 'csv', 'markdown', 'latex', 'json'] as const;
export type ComparisonFormat = (typeof comparisonFormats)[number];

const columns = [
  'Experiment',
  'Method',
  'Seeds',
  'Trained',
  'Head',
  'Test accuracy (95 %)',
  'Validation',
  'Seconds',
  'Not comparable',
];
const numeric = columns.map((_, i) => i >= 2 && i < 8);

const percent = (share: number) => (100 * share).toFixed(1);

function cellsOf({ name, method, seeds, trainable, head, test, validation, seconds, unfair }: ComparisonRow): string[] {
  return [
    name,
    method,
    String(seeds.length),
    trainable.toLocaleString('en'),
    head.toLocaleString('en'),
    test ? `${percent(test.value)} [${percent(test.low)}, ${percent(test.high)}]` : '–',
    validation === null ? '–' : percent(validation),
    seconds === null ? '–' : seconds.toFixed(0),
    unfair.join(', '),
  ];
}

/** The comparison as a person or another program wants it; `json` gives the rows themselves. */
export function formatComparison(rows: readonly ComparisonRow[], format: ComparisonFormat): string {
  const cells = rows.map(cellsOf);
  switch (format) {
    case 'json':
      return JSON.stringify(rows);
    case 'csv':
      return [columns, ...cells].map(row => row.map(quoted).join(',')).join('\n');
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
        ...cells.map(line),
        '\\bottomrule',
        '\\end{tabular}',
      ].join('\n');
    }
    case 'table':
      return aligned([columns, ...cells]);
  }
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

const latexEscapes: Record<string, string> = { '%': '\\%', '&': '\\&', _: '\\_', '#': '\\#', $: '\\$', '–': '--' };
const escaped = (cell: string) => cell.replace(/[%&_#$–]/g, character => latexEscapes[character]);
