import type { ComparisonRow } from './compareRuns';

const facts = ['backbone', 'head', 'epochs', 'batchSize', 'precision', 'engine', 'testImages', 'selectedBy'] as const;

/** What rows have in common and need not say each. */
export type SharedFacts = { readonly [fact in (typeof facts)[number]]?: NonNullable<ComparisonRow[fact]> };

/** The facts that are known of all rows, and the same. */
export function sharedFacts(rows: readonly ComparisonRow[]): SharedFacts {
  const shared = facts.filter(fact => new Set(rows.map(row => row[fact])).size === 1 && rows[0][fact] !== null);
  return Object.fromEntries(shared.map(fact => [fact, rows[0][fact]]));
}
