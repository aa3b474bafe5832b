import type { CompareRow, CompareWords, Comparison } from '../../src/protocol/comparePanel';
import type { CompareColumn, CompareRequest, CompareState } from '../../src/protocol/compareRequests';
import type { ThemeColors } from '../bridge/theme';

export type CopyFormat = Extract<CompareRequest, { type: 'copy' }>['format'];

/** Everything that the page shows. */
export interface PageModel {
  readonly words: CompareWords;
  readonly state: CompareState;
  readonly comparison: Comparison;
  /** What was copied last; null when something else was done since. */
  readonly copied: CopyFormat | null;
  readonly theme: ThemeColors;
}

/** What the person does. */
export interface PageActions {
  sort(column: CompareColumn): void;
  baseline(row: string): void;
  copy(format: CopyFormat): void;
  showCurvesAsTable(isTable: boolean): void;
}

/** Columns in which one value is better than another, and which. */
const better: Readonly<Partial<Record<CompareColumn, 'high' | 'low'>>> = {
  test: 'high',
  validation: 'high',
  trainable: 'low',
  seconds: 'low',
  memoryBytes: 'low',
};

/** The rows that are the best of a column, by what is shown of them: none if all are as good, or none is better. */
export function bestRows(
  rows: readonly CompareRow[],
  column: CompareColumn,
  shown: (row: CompareRow) => string,
): ReadonlySet<string> {
  const known = rows.filter(row => typeof valueOf(row, column) === 'number');
  const [best] = sortedRows(known, { column, descending: better[column] === 'high' });
  if (better[column] === undefined || known.every(row => shown(row) === shown(best))) return new Set();
  return new Set(known.filter(row => shown(row) === shown(best)).map(({ row }) => row));
}

/** Columns that need not be there: those that say the same in every row, as the line above the table does, and no test. */
export function leftOutColumns(rows: readonly CompareRow[]): CompareColumn[] {
  const columns: readonly CompareColumn[] = rows.length < 2 ? [] : ['backbone', 'head'];
  const same = columns.filter(column => new Set(rows.map(row => valueOf(row, column))).size === 1);
  return rows.some(({ tested }) => tested !== null) ? same : [...same, 'chance'];
}

const collator = new Intl.Collator('en', { numeric: true });

function valueOf(row: CompareRow, column: CompareColumn): string | number | null {
  if (column === 'test') return row.test?.value ?? null;
  if (column === 'chance') return row.tested?.p ?? null;
  return row[column];
}

/** The rows in the order chosen; those without a value come last, either way. */
export function sortedRows(rows: readonly CompareRow[], sort: CompareState['sort']): CompareRow[] {
  if (sort === null) return [...rows];
  const { column, descending } = sort;
  return rows.toSorted((a, b) => {
    const [first, second] = [valueOf(a, column), valueOf(b, column)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    const order =
      typeof first === 'number' && typeof second === 'number'
        ? first - second
        : collator.compare(String(first), String(second));
    return descending ? -order : order;
  });
}

/** Text is best read from A on, chances from the smallest, other numbers from the largest: what a column is sorted by first, and by then the other way. */
export function nextSort(sort: CompareState['sort'], column: CompareColumn): CompareState['sort'] {
  const first = !['name', 'method', 'backbone', 'chance'].includes(column);
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : null;
}

/** A row's point in the chart of accuracy against parameters; null where one of them isn't known. */
export interface RowPoint {
  readonly row: CompareRow;
  readonly x: number;
  readonly y: number;
}

/** The points of the rows: by test accuracy, or, where none was tested, by validation. */
export function rowPoints(rows: readonly CompareRow[]): { readonly isTest: boolean; readonly points: RowPoint[] } {
  const isTest = rows.some(({ test }) => test !== null);
  const points = rows.flatMap(row => {
    const x = (row.trainable ?? 0) + (row.head ?? 0);
    const y = isTest ? (row.test?.value ?? null) : row.validation;
    return x > 0 && y !== null ? [{ row, x, y }] : [];
  });
  return { isTest, points };
}

/** The points that no other is as accurate as with fewer parameters, from the fewest parameters on. */
export function paretoFront(points: readonly RowPoint[]): RowPoint[] {
  const front: RowPoint[] = [];
  for (const point of points.toSorted((a, b) => a.x - b.x || b.y - a.y)) {
    if (point.y > (front.at(-1)?.y ?? Number.NEGATIVE_INFINITY)) front.push(point);
  }
  return front;
}
