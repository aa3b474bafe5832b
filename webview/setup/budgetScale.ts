import type { Budget } from '../../src/protocol/setupPanel';

/** A log axis of trained parameters, whose left end is reserved for none at all: the linear probe. */
export interface BudgetScale {
  /** Exponents of ten at both ends of the log part. */
  readonly first: number;
  readonly last: number;
}

/** Share of the axis before its log part. */
const reserved = 0.08;

/** The scale that every method has room on. */
export function budgetScale({ full, rows }: Pick<Budget, 'full' | 'rows'>): BudgetScale {
  const counts = rows.flatMap(({ parameters, nearest }) => [parameters, nearest.parameters]).filter(count => count > 0);
  return {
    first: Math.floor(Math.log10(Math.min(full, ...counts))),
    last: Math.max(Math.ceil(Math.log10(Math.max(full, ...counts))), 1),
  };
}

/** Where a count stands, from 0 to 1. */
export function shareAt(count: number, { first, last }: BudgetScale): number {
  if (count <= 0) return 0;
  const share = (Math.log10(count) - first) / (last - first);
  return reserved + (1 - reserved) * Math.min(1, Math.max(0, share));
}

/** The count at a place, to two digits. */
export function countAt(share: number, { first, last }: BudgetScale): number {
  if (share < reserved / 2) return 0;
  const exponent = first + (Math.max(0, share - reserved) / (1 - reserved)) * (last - first);
  return Math.round(Number((10 ** exponent).toPrecision(2)));
}
