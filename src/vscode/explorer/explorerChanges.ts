import { isDeepStrictEqual } from 'node:util';
import type { ExplorerModel, ExplorerNode } from './explorerModel';

const sameList = <T>(a: readonly T[], b: readonly T[]) => a.length === b.length && a.every((item, i) => item === b[i]);

function isSame(a: ExplorerNode, b: ExplorerNode): boolean {
  if (a.kind !== 'run' || b.kind !== 'run') return isDeepStrictEqual(a, b);
  // Overviews that say the same are the same object, so that a thousand are compared in no time.
  return a.run === b.run && a.isNested === b.isNested && a.series === b.series;
}

/**
 * What of a tree has to be drawn again: `all`, or the ids of the nodes that changed. A run that moves on redraws its own
 * line, and not that of its parent, with which all of its children would be drawn.
 */
export function explorerChanges(before: ExplorerModel, after: ExplorerModel): 'all' | readonly string[] {
  if (!sameList(before.roots, after.roots)) return 'all';
  return [...after.nodes.values()]
    .filter(node => {
      const old = before.nodes.get(node.id);
      // One that is new is drawn with its parent, whose children are not those from before.
      return old !== undefined && !isSame(old, node);
    })
    .map(({ id }) => id);
}
