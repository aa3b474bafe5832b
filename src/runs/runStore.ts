import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as soon } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Disposable, Emitter } from 'vscode-jsonrpc/node';
import type { RunOverview, RunPresence } from '../protocol/runOverview';
import { quickStat } from './quickFiles';
import { runFolderAt } from './runFolder';

/** How often runs that are under way are read again, in milliseconds: a process may die without a word. */
const interval = 1000;

/** What happened to one run: it came (no `before`), changed, or went (no `now`). */
export interface RunChange {
  readonly path: string;
  readonly before?: RunOverview;
  readonly now?: RunOverview;
}

/** For how long others wait while many runs are read, in milliseconds. */
const slice = 4;

/** Whether a run in this state may change without anyone writing to its folder. */
const isUnsettled = (presence: RunPresence) =>
  ['queued', 'preparing', 'running', 'paused', 'stopping', 'lost'].includes(presence);

interface KnownRun {
  readonly overview: RunOverview;
  /** Tells whether the files that an overview is made of are as they were. */
  readonly stamp: string;
}

/** The path of a run and what is known of it now; undefined if it is gone. */
type LookedAt = readonly [path: string, run: KnownRun | undefined];

/**
 * What is known of the runs in several directories. Folders are read again only if their files changed, and every second
 * while their run is under way. A change is told once per reading, however many runs it is about.
 */
export class RunStore implements Disposable {
  private readonly emitter = new Emitter<readonly RunChange[]>();
  private readonly known = new Map<string, KnownRun>();
  private readonly timer: NodeJS.Timeout;
  private directories: readonly string[] = [];
  /** What the directories were like when their runs were last listed. */
  private listedStamps = '';
  /** Runs that were asked for since the last reading began; null: all. */
  private asked: Set<string> | null = new Set();
  private reading: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  readonly onDidChange = this.emitter.event;

  /** @param read the overview of a run folder; whatever it throws becomes a problem of that run */
  constructor(private readonly read: (path: string) => Promise<RunOverview>) {
    this.timer = setInterval(() => void this.refreshUnsettled(), interval);
    this.timer.unref();
  }

  /** Every run, in no particular order. An overview stays the same object until it says something else. */
  get runs(): readonly RunOverview[] {
    return [...this.known.values()].map(({ overview }) => overview);
  }

  get(path: string): RunOverview | undefined {
    return this.known.get(path)?.overview;
  }

  /** From now on keeps the runs in these directories, whether they are there or not. Ends when they are read. */
  setDirectories(directories: readonly string[]): Promise<void> {
    this.directories = directories;
    return this.refresh();
  }

  /**
   * Looks at one run folder again, or at all. Ends when what was on disk at the time of the call is known; calls while a
   * reading is under way share the next one.
   */
  refresh(path?: string): Promise<void> {
    if (path === undefined) this.asked = null;
    else this.asked?.add(path);
    this.next ??= this.reading.then(() => {
      const asked = this.asked;
      this.asked = new Set();
      this.next = undefined;
      this.reading = this.readAgain(asked);
      return this.reading;
    });
    return this.next;
  }

  dispose(): void {
    clearInterval(this.timer);
    this.emitter.dispose();
  }

  private async refreshUnsettled(): Promise<void> {
    for (const { overview } of this.known.values()) {
      if (isUnsettled(overview.presence)) void this.refresh(overview.path);
    }
    // Watchers miss what is in a folder that was just made, such as the first run of a workspace.
    if ((await this.stampsOfDirectories()) !== this.listedStamps) void this.refresh();
    await this.next;
  }

  private async readAgain(asked: ReadonlySet<string> | null): Promise<void> {
    const listed = asked === null ? await this.list() : null;
    const found = await this.lookAtAll(listed ?? [...(asked ?? [])]);
    if (listed !== null) {
      const there = new Set(listed);
      for (const path of this.known.keys()) if (!there.has(path)) found.push([path, undefined]);
    }
    // All at once: whoever looks in between would take the others for gone.
    const changes = found.flatMap(([path, run]) => this.keep(path, run));
    if (changes.length > 0) this.emitter.fire(changes);
  }

  /** Knows a run from now on, or no more. @returns what has changed by it, if anything */
  private keep(path: string, run: KnownRun | undefined): RunChange[] {
    const before = this.known.get(path)?.overview;
    if (run) this.known.set(path, run);
    else this.known.delete(path);
    return before === run?.overview ? [] : [{ path, before, now: run?.overview }];
  }

  /** A directory's time changes with the folders that come and go in it. */
  private async stampsOfDirectories(): Promise<string> {
    return (await Promise.all(this.directories.map(stampOfFile))).join(' ');
  }

  private async list(): Promise<string[]> {
    // Before the reading, so that what changes in the meantime is listed the next time.
    this.listedStamps = await this.stampsOfDirectories();
    const lists = await Promise.all(
      this.directories.map(async directory => {
        // A directory that isn't there, or can't be read, has no runs that could be shown.
        const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
        return entries
          .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
          .map(entry => join(directory, entry.name));
      }),
    );
    return [...new Set(lists.flat())];
  }

  private async lookAtAll(paths: readonly string[]): Promise<LookedAt[]> {
    const looks: Promise<LookedAt>[] = [];
    let since = performance.now();
    for (const path of paths) {
      looks.push(this.look(path));
      if (performance.now() < since + slice) continue;
      await soon();
      since = performance.now();
    }
    return Promise.all(looks);
  }

  /** Reads one run unless nothing can have changed. */
  private async look(path: string): Promise<LookedAt> {
    const before = this.known.get(path);
    // Before the reading, so that what changes in the meantime is read the next time.
    const stamp = await stampOf(path);
    if (stamp === null) return [path, undefined];
    if (before?.stamp === stamp && !isUnsettled(before.overview.presence)) return [path, before];
    const now = await this.read(path).catch((error: unknown) => brokenRun(path, error));
    const overview = before && isDeepStrictEqual(before.overview, now) ? before.overview : now;
    return [path, { overview, stamp }];
  }
}

const stampOfFile = (file: string) =>
  quickStat(file).then(
    ({ mtimeMs, size }) => `${mtimeMs}:${size}`,
    () => null,
  );

/**
 * Changes with the small files of a run folder: with the folder itself when one comes, goes or is replaced as a whole, with
 * the files when they are edited by hand. null if there is no such folder.
 */
async function stampOf(path: string): Promise<string | null> {
  const { experiment, state } = runFolderAt(path);
  const [folder, ...files] = await Promise.all([path, experiment, state].map(stampOfFile));
  return folder === null ? null : [folder, ...files].join(' ');
}

/** What is shown of a run that not even the reader of damaged runs could read. */
function brokenRun(path: string, error: unknown): RunOverview {
  const { id } = runFolderAt(path);
  return {
    id,
    path,
    experiment: id,
    method: '',
    backbone: '',
    seed: null,
    precision: 'float32',
    presence: 'unknown',
    exit: null,
    epoch: 0,
    epochs: 0,
    step: 0,
    steps: 0,
    best: null,
    test: null,
    trainable: null,
    head: null,
    created: 0,
    updated: null,
    problems: [`${path} can't be read: ${error instanceof Error ? error.message : String(error)}.`],
  };
}
