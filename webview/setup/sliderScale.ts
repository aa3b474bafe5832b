import type { NumberControl } from '../../src/protocol/setupControls';

/** Steps of a slider from its left end to its right. */
export const sliderSteps = 200;

type Scaled = Pick<NumberControl, 'whole'> & { readonly slider: NonNullable<NumberControl['slider']> };

/** Where a value stands on a slider, from 0 to `sliderSteps`; what lies beyond it stands at its end. */
export function positionOf(value: number, { slider: { minimum, maximum, log } }: Scaled): number {
  const within = Math.min(maximum, Math.max(minimum, value));
  const share = log
    ? Math.log(within / minimum) / Math.log(maximum / minimum)
    : (within - minimum) / (maximum - minimum);
  return Math.round(share * sliderSteps);
}

/** The value at a place of a slider: a whole number, or one of two digits. */
export function valueAt(position: number, { whole, slider: { minimum, maximum, log } }: Scaled): number {
  const share = position / sliderSteps;
  const exact = log ? minimum * (maximum / minimum) ** share : minimum + share * (maximum - minimum);
  if (whole) return Math.round(exact);
  const rounded = log ? Number(exact.toPrecision(2)) : Number(exact.toFixed(decimals(maximum - minimum)));
  return Math.min(maximum, Math.max(minimum, rounded));
}

/** Decimals that tell a hundred values of a range apart. */
const decimals = (range: number) => Math.max(0, 2 - Math.floor(Math.log10(range)) - 1);

/**
 * The next place on a slider whose value is another than that of now: on a log scale of whole numbers the first places
 * share their values.
 */
export function nextPosition(position: number, direction: 1 | -1, control: Scaled): number {
  const now = valueAt(position, control);
  let next = position;
  do next += direction;
  while (next > 0 && next < sliderSteps && valueAt(next, control) === now);
  return Math.min(sliderSteps, Math.max(0, next));
}
