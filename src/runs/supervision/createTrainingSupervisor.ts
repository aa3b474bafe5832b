import { hostname } from 'node:os';
import { Emitter } from 'vscode-jsonrpc/node';
import { InputError } from '../../protocol/inputError';
import type { RequestContract } from '../../protocol/request';
import { isUnderWay } from '../../protocol/runState';
import { trainerRequests } from '../../protocol/trainerWire';
import { RunIsTaken, lockHolder } from '../lock';
import { type RunFolder, runFolderAt } from '../runFolder';
import { readState } from '../state';
import { Follower } from './follower';
import { type Launched, type TrainerProgram, launchTrainer } from './launch';
import { recordFalseStart } from './launchEnd';
import { runsToLaunch } from './queue';
import { makeQueuedRun, queueAgain, stopQueued } from './queuedRun';
import { type Overseer, type SupervisorLog, seeThrough } from './seeThrough';
import { stopProcess } from './stopProcess';
import type { StopRung, TrainingNews, TrainingSupervisor } from './trainingSupervisor';

/** How training processes are started. All of it is read whenever one is, so getters may follow the settings. */
export interface SupervisorOptions extends TrainerProgram {
  /** Runs that train at the same time, those of other windows included: at least 1. */
  readonly parallelRuns: number;
  /** Whether what waits in the queue may be started; in a workspace that is not trusted, nothing may. */
  readonly mayStart: boolean;
  readonly log: SupervisorLog;
}

/** Makes a supervisor. It starts nothing by itself but what waits in its queue. */
export function createTrainingSupervisor(options: SupervisorOptions): TrainingSupervisor {
  return new Supervisor(options);
}

/** A run that has, or is about to get, a process. */
interface ActiveRun {
  /** If it is a child. */
  readonly launching?: Promise<Launched>;
  readonly follower?: Follower;
}

const millisecondsBetweenLooksAtTheQueue = 2_000;

class Supervisor implements TrainingSupervisor {
  private readonly news = new Emitter<TrainingNews>();
  readonly onNews = this.news.event;
  /** Paths of the runs that wait, and since when. */
  private readonly queue = new Map<string, number>();
  private readonly active = new Map<string, ActiveRun>();
  private readonly stopping = new Map<string, Promise<StopRung>>();
  private readonly looks: NodeJS.Timeout;
  private pumping: Promise<void> = Promise.resolve();
  private isDisposed = false;

  constructor(private readonly options: SupervisorOptions) {
    // Another window may start, stop or delete what waits.
    this.looks = setInterval(() => {
      if (this.queue.size > 0) void this.pump();
    }, millisecondsBetweenLooksAtTheQueue);
    this.looks.unref();
  }

  async start(experimentFile: string, runsDirectory: string): Promise<string> {
    const { path } = await makeQueuedRun(experimentFile, runsDirectory);
    await this.enqueue(path);
    return path;
  }

  async resume(run: string): Promise<void> {
    const { path } = runFolderAt(run);
    if (this.queue.has(path)) throw new InputError(`${path}: this run waits for its turn already.`);
    await queueAgain(path);
    await this.enqueue(path);
  }

  async attach(runs: readonly string[]): Promise<void> {
    const finding = this.pumping.then(() => Promise.all(runs.map(run => this.find(runFolderAt(run)))));
    // What waits is launched when all are found, and not before: one that trains may have its place.
    this.pumping = finding.then(
      () => undefined,
      () => undefined,
    );
    await finding;
    await this.pump();
  }

  stop(run: string): Promise<StopRung> {
    const { path } = runFolderAt(run);
    const stopping = this.stopping.get(path) ?? this.stopNow(path).finally(() => this.stopping.delete(path));
    this.stopping.set(path, stopping);
    return stopping;
  }

  pause(run: string): Promise<void> {
    return this.ask(run, trainerRequests.pause, {});
  }

  continue(run: string): Promise<void> {
    return this.ask(run, trainerRequests.continue, {});
  }

  setLearningRate(run: string, peak: number): Promise<void> {
    return this.ask(run, trainerRequests.setLearningRate, { peak });
  }

  isLost(run: string): boolean {
    return this.active.get(runFolderAt(run).path)?.follower?.isLost ?? false;
  }

  dispose(): void {
    this.isDisposed = true;
    clearInterval(this.looks);
    for (const { follower } of this.active.values()) follower?.dispose();
    this.news.dispose();
  }

  private tell(news: TrainingNews): void {
    if (!this.isDisposed) this.news.fire(news);
  }

  private async enqueue(path: string): Promise<void> {
    this.queue.set(path, Date.now());
    this.tell({ kind: 'changed', run: path });
    await this.pump();
  }

  /** Puts a run that somebody else knows where it belongs. */
  private async find(folder: RunFolder): Promise<void> {
    const { path } = folder;
    const state = await readState(folder.state).catch(() => null);
    if (state === null || this.active.has(path) || this.queue.has(path)) return;
    if (state.state === 'queued') {
      // What another machine queued is its own to start.
      if (state.host === hostname()) this.queue.set(path, Date.parse(state.updated));
    } else if (isUnderWay(state.state)) await this.followIfThere(folder);
  }

  private async followIfThere(folder: RunFolder): Promise<void> {
    if ((await lockHolder(folder)) && !this.active.has(folder.path) && !this.isDisposed) this.follow(folder);
  }

  /** Launches what waits, as far as there are places. One look at a time, so that none is launched twice. */
  private pump(): Promise<void> {
    this.pumping = this.pumping
      .then(() => this.launchFromQueue())
      .catch((error: unknown) => this.options.log.error(String(error)));
    return this.pumping;
  }

  private async launchFromQueue(): Promise<void> {
    await Promise.all([...this.queue.keys()].map(run => this.lookAtQueued(runFolderAt(run))));
    if (this.isDisposed || !this.options.mayStart) return;
    const queued = [...this.queue].map(([run, since]) => ({ run, since }));
    for (const run of runsToLaunch(queued, this.active.size, this.options.parallelRuns)) {
      this.queue.delete(run);
      this.train(runFolderAt(run));
    }
  }

  private async lookAtQueued(folder: RunFolder): Promise<void> {
    const state = await readState(folder.state).catch(() => null);
    if (state?.state === 'queued') return;
    this.queue.delete(folder.path);
    await this.find(folder);
  }

  /** Starts the process of a run and sees it through. */
  private train(folder: RunFolder): void {
    const { path } = folder;
    const { log } = this.options;
    const launching = launchTrainer(folder, this.options);
    this.active.set(path, { launching });
    const overseer: Overseer = {
      log,
      isDisposed: () => this.isDisposed,
      follow: () => {
        const follower = this.active.get(path)?.follower ?? this.newFollower(folder);
        this.active.set(path, { launching, follower });
        this.tell({ kind: 'changed', run: path });
        return follower;
      },
    };
    void launching
      .then(launched => seeThrough(folder, launched, overseer))
      .catch(async (error: unknown) => {
        log.error(`${path}: ${String(error)}`);
        if (!this.isDisposed) await recordFalseStart(folder, String(error)).catch(() => undefined);
      })
      .then(() => this.leave(folder));
  }

  private newFollower(folder: RunFolder): Follower {
    return new Follower(folder, news => this.tell(news));
  }

  /** Follows a run whose process somebody else started. */
  private follow(folder: RunFolder): void {
    const follower = this.newFollower(folder);
    this.active.set(folder.path, { follower });
    void follower.over.catch(() => undefined).then(() => this.leave(folder));
  }

  /** A run has no process any more. */
  private leave({ path }: RunFolder): void {
    this.active.get(path)?.follower?.dispose();
    this.active.delete(path);
    if (this.isDisposed) return;
    this.tell({ kind: 'changed', run: path });
    void this.pump();
  }

  private async stopNow(path: string): Promise<StopRung> {
    const folder = runFolderAt(path);
    this.queue.delete(path);
    if (!this.active.has(path) && (await this.stoppedInQueue(folder))) {
      this.tell({ kind: 'changed', run: path });
      return 'asked';
    }
    const child = await this.active.get(path)?.launching?.then(
      launched => launched.child,
      () => undefined,
    );
    return stopProcess(folder, { child, follower: () => this.active.get(path)?.follower }, rung =>
      this.tell({ kind: 'stopping', run: path, rung }),
    ).finally(() => this.tell({ kind: 'changed', run: path }));
  }

  private async stoppedInQueue(folder: RunFolder): Promise<boolean> {
    try {
      return await stopQueued(folder);
    } catch (error) {
      // Another window has just launched it.
      if (error instanceof RunIsTaken) return false;
      throw error;
    }
  }

  private async ask<Params>(
    run: string,
    contract: RequestContract<Params, Record<string, never>>,
    params: Params,
  ): Promise<void> {
    const { path } = runFolderAt(run);
    const link = this.active.get(path)?.follower?.link;
    if (!link) throw new InputError(`${path}: the process of this run can't be reached: wait until it answers again.`);
    await link.ask(contract, params);
  }
}
