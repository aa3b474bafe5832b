import { mediaFolder } from '../data/mediaFolder';
import { createEngine } from '../engines/engines';
import { requirePrecision } from '../engines/requirePrecision';
import type { EngineChoice } from '../protocol/engineReport';
import { loadExperiment } from '../experiments/load';
import { prepareExperiment } from '../experiments/prepare';
import { resumedEngine } from '../runs/resumedEngine';
import type { RunSummary } from '../protocol/runSummary';
import { latestCheckpoint } from '../runs/checkpoints';
import { newContact, removeLeftSockets, withdrawContact, writeContact } from '../runs/contact';
import { RunControl } from '../runs/control';
import { diskFullInRun } from '../runs/diskFullInRun';
import { endRun, restate } from '../runs/endRun';
import { describeRun, executeRun, openSession } from '../runs/execute';
import { readRun } from '../runs/readRun';
import { forgetRunExit } from '../runs/runExit';
import type { RunFolder } from '../runs/runFolder';
import { requireSameInputs } from '../runs/sameInputs';
import { DiskFull, isDiskFull } from '../storage/fullDisk';
import { reportGrowth, reportPreparing } from './reports';
import { TrainerServer } from './trainerServer';

export interface TrainerOptions {
  readonly engine: EngineChoice;
  readonly threads: number | undefined;
}

/** How it ended: `taken` if the run did not wait for a process, and nothing was touched. */
export type Ending = 'done' | 'stopped' | 'taken';

/**
 * Trains the run of a folder, or goes on with it, and lets hosts follow and steer it meanwhile. Whatever happens stands in
 * the folder's journal and state.
 * @throws {InputError} for what is wrong with the input
 */
export async function trainRun(
  folder: RunFolder,
  options: TrainerOptions,
  log: (text: string) => void,
): Promise<Ending> {
  const before = await readRun(folder.path);
  const state = before.progress?.state ?? 'queued';
  // Somebody stopped it, or trained it to its end, between the launch of this process and its taking the lock.
  if (state !== 'queued') {
    log(`the run is ${state}, and doesn't wait for a process`);
    return 'taken';
  }
  const control = new RunControl();
  const preparing = new AbortController();
  const stop = () => {
    log('asked to stop');
    control.requestStop();
    preparing.abort();
  };
  // A closed terminal is none of its business.
  process
    .on('SIGTERM', stop)
    .on('SIGINT', stop)
    .on('SIGHUP', () => undefined);

  const contact = await newContact();
  const server = await TrainerServer.listen(contact, folder.path, {
    stop,
    pause: () => control.pause(),
    continue: () => control.continue(),
    setLearningRate: peak => control.setLearningRate(peak),
  });
  process.once('exit', () => withdrawContact(folder, contact));
  const growth = await reportGrowth(folder, server);
  try {
    await forgetRunExit(folder);
    await restate(folder, before, 'preparing');
    await removeLeftSockets();
    await writeContact(folder, contact);
    log(`process ${process.pid} prepares ${folder.path}`);
    const { prepared, opened, engine } = await prepare(folder, before, options, server, preparing.signal).catch(
      async (error: unknown) => {
        const failure = isDiskFull(error) && !(error instanceof DiskFull) ? await diskFullInRun(folder) : error;
        const message = failure instanceof Error ? failure.message : String(failure);
        const stopped = isStop(error, preparing.signal);
        await endRun(folder, before, stopped ? stoppedByYou : { type: 'failed', message });
        growth.grow();
        throw failure;
      },
    );
    try {
      log(`trains from step ${opened.progress.step} on ${engine.id}`);
      const outcome = await executeRun(folder, prepared, opened, { engine, control, onRecord: growth.grow });
      log(outcome.kind === 'stopped' ? `stopped at step ${outcome.step}` : 'done');
      return outcome.kind === 'stopped' ? 'stopped' : 'done';
    } finally {
      await opened.session.dispose();
    }
  } catch (error) {
    if (!isStop(error, preparing.signal)) throw error;
    log('stopped before the training began');
    return 'stopped';
  } finally {
    growth.flush();
    await server.close();
  }
}

const stoppedByYou = { type: 'stopped', reason: 'stopped by you' } as const;

const isStop = (error: unknown, signal: AbortSignal) => signal.aborted && error === signal.reason;

/** Reads data and weights and compiles the step: all that can take long or find fault before the first step. */
async function prepare(
  folder: RunFolder,
  before: RunSummary,
  options: TrainerOptions,
  server: TrainerServer,
  signal: AbortSignal,
) {
  const experiment = await loadExperiment(folder.experiment);
  const { precision } = experiment.experiment.training;
  const choice = resumedEngine(options.engine, before.environment);
  const engine = await createEngine(choice, { threads: options.threads, precision });
  // Before every image is read.
  requirePrecision(engine, precision, `${experiment.file}: training.precision`, choice);
  const progress = reportPreparing(server);
  const prepared = await prepareExperiment(experiment, {
    mediaFolder: mediaFolder(),
    signal,
    onProgress: (what, done, total) => progress.offer({ what, done, total }),
  });
  progress.flush();
  // A run that was described but made no step may begin with what there is now.
  if (before.started) requireSameInputs(folder.path, before.environment, prepared);
  signal.throwIfAborted();
  if (!before.started || !before.environment) await describeRun(folder, prepared, { engine });
  const opened = await openSession(prepared, engine, await latestCheckpoint(folder));
  if (!signal.aborted) return { prepared, opened, engine };
  await opened.session.dispose();
  throw signal.reason;
}
