import { type Disposable, Emitter } from 'vscode-jsonrpc/node';
import * as z from 'zod';
import { type SeriesStyle, assignSeries, seriesStyle } from '../../protocol/seriesColors';

const keys = { checked: 'visualTuning.checkedRuns', series: 'visualTuning.series' } as const;
const checkedSchema = z.array(z.string()).catch([]);
const seriesSchema = z.record(z.string(), z.int().nonnegative()).catch({});

/** Where values are kept from one day to the next, by their keys; as `vscode.Memento`. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The runs that are checked in the explorer: those that are plotted; and the series that each run is in charts. */
export class CheckedRuns implements Disposable {
  private readonly emitter = new Emitter<readonly string[]>();
  private checked: readonly string[];
  private indices: Readonly<Record<string, number>>;

  /** Tells what is checked now. */
  readonly onDidChange = this.emitter.event;

  constructor(private readonly memory: Memory) {
    this.checked = checkedSchema.parse(memory.get(keys.checked));
    this.indices = seriesSchema.parse(memory.get(keys.series));
  }

  /** Paths of their folders, in the order in which they were checked. */
  get paths(): readonly string[] {
    return this.checked;
  }

  /** Index among the series of each run that is checked. */
  get series(): ReadonlyMap<string, number> {
    return new Map(this.checked.map(path => [path, this.indexOf(path)]));
  }

  /**
   * What a run looks like wherever it is shown, checked or not: the same for as long as it can be, and unlike those that
   * are checked.
   */
  styleOf(path: string): SeriesStyle {
    return seriesStyle(this.indexOf(path));
  }

  /** What runs look like that are shown together: unlike each other, and the same as elsewhere for as long as can be. */
  stylesOf(paths: readonly string[]): ReadonlyMap<string, SeriesStyle> {
    this.assign([...new Set([...this.checked, ...paths])]);
    return new Map(paths.map(path => [path, seriesStyle(this.indices[path] ?? 0)]));
  }

  add(path: string): void {
    this.change([[path, true]]);
  }

  remove(path: string): void {
    this.change([[path, false]]);
  }

  /** Checks runs or takes their checks away. */
  change(changes: Iterable<readonly [path: string, isChecked: boolean]>): void {
    const paths = new Set(this.checked);
    for (const [path, isChecked] of changes) {
      if (isChecked) paths.add(path);
      else paths.delete(path);
    }
    if (paths.size === this.checked.length && this.checked.every(path => paths.has(path))) return;
    this.checked = [...paths];
    this.assign(this.checked);
    void this.memory.update(keys.checked, this.checked);
    this.emitter.fire(this.checked);
  }

  /** Forgets the runs that are no more. */
  keep(isThere: (path: string) => boolean): void {
    this.indices = Object.fromEntries(Object.entries(this.indices).filter(([path]) => isThere(path)));
    this.change(this.checked.filter(path => !isThere(path)).map(path => [path, false]));
  }

  dispose(): void {
    this.emitter.dispose();
  }

  private indexOf(path: string): number {
    this.assign(this.checked.includes(path) ? this.checked : [...this.checked, path]);
    return this.indices[path] ?? 0;
  }

  private assign(shown: readonly string[]): void {
    const assigned = assignSeries(this.indices, shown);
    if (shown.every(path => this.indices[path] === assigned[path])) return;
    this.indices = assigned;
    void this.memory.update(keys.series, assigned);
  }
}
