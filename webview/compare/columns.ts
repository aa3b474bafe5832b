import { type TemplateResult, html } from 'lit/html.js';
import type { CompareEstimate, CompareRow, CompareWords } from '../../src/protocol/comparePanel';
import type { CompareColumn } from '../../src/protocol/compareRequests';
import { clockWords, numbers } from '../bridge/chartWords';

const unknown = '–';

/** With the sign that is as wide as a plus and set at its height, where the language's own is a hyphen. */
const withMinus = (text: string) => text.replaceAll('-', '−');

const oneDecimal = { minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
const percent = (share: number) => numbers(oneDecimal).format(100 * share);
const signedPercent = (share: number) =>
  withMinus(numbers({ ...oneDecimal, signDisplay: 'always' }).format(100 * share));
const whole = (value: number) => numbers({}).format(value);

/** A column of numbers: aligned at their decimals, the unit in its head. */
export interface NumberColumn {
  readonly id: CompareColumn;
  readonly title: string;
  readonly unit: string;
  /** What stands in a row. */
  readonly text: (row: CompareRow) => string;
  /** What follows it there. */
  readonly aside?: (row: CompareRow) => TemplateResult;
}

/** The columns of numbers, from left to right. */
export function numberColumns(words: CompareWords): NumberColumn[] {
  const known = (value: number | null, format: (value: number) => string) => (value === null ? unknown : format(value));
  return [
    {
      id: 'test',
      title: words.test,
      unit: words.percentWithInterval,
      text: ({ test }) => known(test?.value ?? null, percent),
      aside: ({ test }) => interval(test),
    },
    {
      id: 'difference',
      title: words.difference,
      unit: words.points,
      text: ({ difference }) =>
        known(difference, share =>
          withMinus(numbers({ ...oneDecimal, signDisplay: 'exceptZero' }).format(100 * share)),
        ),
      aside: ({ tested }) => interval(tested),
    },
    {
      id: 'chance',
      title: words.chance,
      unit: words.paired,
      text: ({ tested }) => known(tested?.p ?? null, chance),
    },
    {
      id: 'trainable',
      title: words.trainable,
      unit: words.parameters,
      text: ({ trainable }) => known(trainable, whole),
    },
    { id: 'head', title: words.head, unit: words.parameters, text: ({ head }) => known(head, whole) },
    {
      id: 'validation',
      title: words.validation,
      unit: words.percent,
      text: ({ validation }) => known(validation, percent),
    },
    { id: 'seeds', title: words.seeds, unit: '', text: ({ seeds }) => whole(seeds) },
    { id: 'seconds', title: words.time, unit: words.clock, text: ({ seconds }) => known(seconds, clockWords) },
    {
      id: 'memoryBytes',
      title: words.memory,
      unit: words.gigabytes,
      text: ({ memoryBytes }) =>
        known(memoryBytes, bytes =>
          numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(bytes / 1e9),
        ),
    },
  ];
}

/** As papers write it: three decimals, and never zero. */
const chance = (p: number) => {
  const threeDecimals = numbers({ minimumFractionDigits: 3, maximumFractionDigits: 3 });
  return p < 0.0005 ? `< ${threeDecimals.format(0.001)}` : threeDecimals.format(p);
};

/** The ends of an interval as distances: `± 1.2` where both are the same, one above the other where not. */
function interval(estimate: CompareEstimate | null): TemplateResult {
  if (estimate === null) return html`<span class="interval"></span>`;
  const { value, low, high } = estimate;
  const [up, down] = [signedPercent(high - value), signedPercent(low - value)];
  const ends =
    up.slice(1) === down.slice(1)
      ? html`± ${up.slice(1)}`
      : html`<span class="ends"><span>${up}</span> <span>${down}</span></span>`;
  return html`<span class="interval" title=${`[${percent(low)}, ${percent(high)}]`}>${ends}</span>`;
}
