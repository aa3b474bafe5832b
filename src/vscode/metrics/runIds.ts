import { basename } from 'node:path';

/**
 * What the page calls runs: the names of their folders, numbered where two are the same.
 * @param known the id that a run has already; it keeps it
 */
export function idsOf(paths: readonly string[], known: (path: string) => string | undefined): string[] {
  const taken = new Set(paths.flatMap(path => known(path) ?? []));
  return paths.map(path => {
    const before = known(path);
    if (before !== undefined) return before;
    const name = basename(path);
    let id = name;
    for (let n = 2; taken.has(id); n++) id = `${name} (${n})`;
    taken.add(id);
    return id;
  });
}
