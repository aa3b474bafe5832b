import type { ComparisonRow } from './compareRuns';
import { type SharedFacts, sharedFacts } from './facts';

/** The phrases of the notes in one language. */
export interface NoteWords {
  readonly backbone: (name: string) => string;
  readonly head: (parameters: string) => string;
  readonly epochs: (count: number) => string;
  readonly batches: (size: number) => string;
  readonly testImages: (count: string) => string;
  readonly same: (phrases: string) => string;
  readonly testOfBest: string;
  readonly testOfLast: string;
  readonly overSeeds: string;
  readonly overImages: string;
  readonly pairedBy: { readonly [way in 'seeds' | 'images']: (baseline: string) => string };
  readonly corrected: (tests: number) => string;
}

/** What is the same in all rows, in one line; empty if nothing is. */
export function sharedNote(rows: readonly ComparisonRow[], words: NoteWords): string {
  const phrases = factPhrases(sharedFacts(rows), words);
  return phrases.length > 0 ? words.same(phrases.join(' · ')) : '';
}

function factPhrases(facts: SharedFacts, words: NoteWords): string[] {
  const { backbone, head, epochs, batchSize, precision, engine, testImages } = facts;
  const phrase = <T>(value: T | undefined, write: (value: T) => string) => (value === undefined ? [] : [write(value)]);
  return [
    ...phrase(backbone, words.backbone),
    ...phrase(head, value => words.head(value.toLocaleString('en'))),
    ...phrase(epochs, words.epochs),
    ...phrase(batchSize, words.batches),
    ...phrase(precision, String),
    ...phrase(engine, String),
    ...phrase(testImages, value => words.testImages(value.toLocaleString('en'))),
  ];
}

/** How the numbers of the table came about, a sentence each. */
export function comparisonNotes(rows: readonly ComparisonRow[], words: NoteWords): string[] {
  const { selectedBy } = sharedFacts(rows);
  const tested = rows.filter(({ test }) => test !== null);
  const tests = rows.flatMap(({ difference }) => difference?.test ?? []);
  const baseline = rows.find(({ isBaseline }) => isBaseline)?.name ?? '';
  return [
    ...(selectedBy === undefined ? [] : [selectedBy === 'last epoch' ? words.testOfLast : words.testOfBest]),
    ...(tested.some(({ seeds }) => seeds.length > 1) ? [words.overSeeds] : []),
    ...(tested.some(({ seeds }) => seeds.length < 2) ? [words.overImages] : []),
    ...[...new Set(tests.map(({ by }) => by))].map(by => words.pairedBy[by](baseline)),
    ...(tests.length > 1 ? [words.corrected(tests.length)] : []),
  ];
}
