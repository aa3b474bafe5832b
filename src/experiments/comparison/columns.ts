import type { ComparisonRow } from './compareRuns';
import type { SharedFacts } from './facts';
import type { Estimate } from './interval';

/** A column of the comparison as text; numbers are aligned at their ends. */
export interface Column {
  readonly title: string;
  readonly isNumber: boolean;
  readonly text: (row: ComparisonRow) => string;
  /** What LaTeX writes instead, as it is; null: the text. */
  readonly formula?: (row: ComparisonRow) => string | null;
  /** For other programs: a number in each cell, and no separators in it; the text where there is none. */
  readonly values?: readonly { readonly title: string; readonly of: (row: ComparisonRow) => string | null }[];
  /** The fact that it tells: the column is left out where that is the same in all rows. */
  readonly fact?: keyof SharedFacts;
}

const percent = (share: number) => (100 * share).toFixed(1);
const signed = (share: number) => (share < 0 ? percent(share) : `+${percent(share)}`);
const whole = (value: number) => value.toLocaleString('en');
const orNull = <T>(value: T | null | undefined, write: (value: T) => string) =>
  value === null || value === undefined ? null : write(value);
const orUnknown = <T>(value: T | null | undefined, write: (value: T) => string) => orNull(value, write) ?? '–';

/** A chance as papers write it: three decimals, and no zero. */
const chanceText = (p: number): string => (p < 0.0005 ? '<0.001' : p.toFixed(3));

type Write = (value: number) => string;
/** An estimate, or a value alone. */
type Measured = { readonly value: number } & Partial<Estimate>;

const text = (title: string, of: (row: ComparisonRow) => string): Column => ({ title, isNumber: false, text: of });

/** A column of numbers, which other programs get as they are. */
function number(title: string, of: (row: ComparisonRow) => number | null, write: Write, plain: Write): Column {
  return {
    title,
    isNumber: true,
    text: row => orUnknown(of(row), write),
    values: [{ title, of: row => orNull(of(row), plain) }],
  };
}

/** A column of estimates, each with the ends of its interval if it has one. */
function estimate(
  { title, unit, ends }: { readonly title: string; readonly unit: string; readonly ends: string },
  of: (row: ComparisonRow) => Measured | null,
  write: Write,
): Column {
  const value = (name: string, end: keyof Estimate) => ({
    title: `${name} (${unit})`,
    of: (row: ComparisonRow) => orNull(of(row)?.[end], percent),
  });
  return {
    title: `${title} (${unit}) [95 % CI]`,
    isNumber: true,
    text: row =>
      orUnknown(of(row), one => write(one.value) + (hasEnds(one) ? ` [${write(one.low)}, ${write(one.high)}]` : '')),
    formula: row => orNull(of(row), one => `$${write(one.value)}${hasEnds(one) ? distances(one) : ''}$`),
    values: [value(title, 'value'), value(`${ends} low`, 'low'), value(`${ends} high`, 'high')],
  };
}

const hasEnds = (one: Measured): one is Estimate => one.low !== undefined && one.high !== undefined;

/** `± 1.2`, or, where it reaches further to one side, both distances. */
function distances({ value, low, high }: Estimate): string {
  const [up, down] = [percent(high - value), percent(value - low)];
  return up === down ? ` \\pm ${up}` : `^{+${up}}_{-${down}}`;
}

const seconds = (value: number) => value.toFixed(0);
const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);
const difference = estimate(
  { title: 'Difference', unit: 'points', ends: 'Difference' },
  row => row.difference && (row.difference.test ?? row.difference),
  signed,
);

/** The columns of the comparison, from left to right. */
export const columns: readonly Column[] = [
  text('Experiment', ({ name }) => name),
  text('Method', ({ method, precision }) => (precision === 'float32' ? method : `${method} in ${precision}`)),
  { ...text('Backbone', ({ backbone }) => backbone), fact: 'backbone' },
  estimate({ title: 'Test accuracy', unit: '%', ends: '95 % CI' }, ({ test }) => test, percent),
  { ...difference, text: row => (row.isBaseline ? 'baseline' : difference.text(row)) },
  {
    title: 'p',
    isNumber: true,
    text: ({ difference }) => orUnknown(difference?.test?.adjusted, chanceText),
    formula: ({ difference }) => orNull(difference?.test?.adjusted, p => `$${chanceText(p)}$`),
    values: [{ title: 'p', of: ({ difference }) => orNull(difference?.test?.adjusted, p => p.toPrecision(3)) }],
  },
  number('Trained parameters', ({ trainable }) => trainable, whole, String),
  { ...number('Head parameters', ({ head }) => head, whole, String), fact: 'head' },
  number('Validation (%)', ({ validation }) => validation, percent, percent),
  number('Seeds', ({ seeds }) => seeds.length, String, String),
  { ...number('Test images', ({ testImages }) => testImages, whole, String), fact: 'testImages' },
  number('Seconds', row => row.seconds, seconds, seconds),
  number('Memory (GB)', ({ memoryBytes }) => memoryBytes, gigabytes, gigabytes),
  text('Not comparable', ({ unfair }) => unfair.join(', ')),
];
