import type { CompareCurve } from '../../src/protocol/comparePanel';

/** What tells the curve of a seed from others of its colour: as chart.js draws it, and as a sign in the key. */
export interface SeedMark {
  readonly sign: string;
  readonly pointStyle: 'circle' | 'rect' | 'rectRot' | 'triangle';
  /** In degrees. */
  readonly rotation: number;
  readonly isHollow: boolean;
}

const shapes = [
  { signs: ['●', '○'], pointStyle: 'circle', rotation: 0 },
  { signs: ['▲', '△'], pointStyle: 'triangle', rotation: 0 },
  { signs: ['■', '□'], pointStyle: 'rect', rotation: 0 },
  { signs: ['◆', '◇'], pointStyle: 'rectRot', rotation: 0 },
  { signs: ['▼', '▽'], pointStyle: 'triangle', rotation: 180 },
] as const;

/** The mark of each seed, the same in every row, ascending; none where no row has several. They come again after the tenth. */
export function seedMarks(curves: readonly Pick<CompareCurve, 'row' | 'seed'>[]): ReadonlyMap<number, SeedMark> {
  if (new Set(curves.map(({ row }) => row)).size === curves.length) return new Map();
  const seeds = [...new Set(curves.flatMap(({ seed }) => seed ?? []))].sort((a, b) => a - b);
  return new Map(
    seeds.map((seed, i) => {
      const { signs, pointStyle, rotation } = shapes[i % shapes.length];
      const isHollow = Math.floor(i / shapes.length) % 2 === 1;
      return [seed, { sign: signs[Number(isHollow)], pointStyle, rotation, isHollow }];
    }),
  );
}
