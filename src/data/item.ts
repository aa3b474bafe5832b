/** One labelled image file of a data set. */
export interface Item {
  /** Relative to the root of the data set, with forward slashes: what seeds and hashes know the image by on any machine. */
  readonly path: string;
  /** Where the file is on this machine. */
  readonly file: string;
  /** Index into the class names. */
  readonly label: number;
}

/** Order by code units, which no machine's language settings change: as Python's `sorted`, "10" comes before "2". */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order of items by path. */
export function byPath(a: Item, b: Item): number {
  return byCodeUnits(a.path, b.path);
}
