import type { Value } from '../../src/protocol/setupControls';

/** The ways to name blocks. */
export type Way = 'all' | 'first' | 'last' | 'chosen';

/** `"last-4"` is the way `last` and the number 4. */
export function wayOf(value: Value): { readonly way: Way; readonly count: number; readonly chosen: readonly number[] } {
  if (Array.isArray(value)) return { way: 'chosen', count: value.length, chosen: value.map(Number) };
  const [, end, count] = /^(first|last)-(\d+)$/.exec(String(value)) ?? [];
  if (end === 'first' || end === 'last') return { way: end, count: Number(count), chosen: [] };
  return { way: 'all', count: 0, chosen: [] };
}

/** The value that a way has to begin with: half of the blocks, or those that were meant before. */
export function valueOfWay(way: Way, before: Value, blocks: number): Value {
  const { count } = wayOf(before);
  const some = Math.min(blocks, count > 0 ? count : Math.ceil(blocks / 2));
  switch (way) {
    case 'all':
      return 'all';
    case 'first':
    case 'last':
      return `${way}-${some}`;
    case 'chosen':
      return blocksOf(before, blocks);
  }
}

/** The blocks that a value names, ascending. */
export function blocksOf(value: Value, blocks: number): number[] {
  const { way, count, chosen } = wayOf(value);
  const all = Array.from({ length: blocks }, (_, block) => block);
  if (way === 'chosen') return all.filter(block => chosen.includes(block));
  if (way === 'first') return all.slice(0, count);
  return way === 'last' ? all.slice(Math.max(0, blocks - count)) : all;
}
