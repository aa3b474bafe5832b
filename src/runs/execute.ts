import type { Engine } from '../engines/engine';
import { ledger } from '../experiments/ledger';
import type { PreparedExperiment } from '../experiments/prepare';
import { type TrainingSession, startSession } from '../experiments/session';
import type { JournalEntry, JournalEntryOf } from '../protocol/journal';
import type { RunState } from '../protocol/runState';
import type { JournalSummary } from '../protocol/runSummary';
import { DivergedTraining } from '../training/divergedTraining';
import { type TrainingProgress, beginning, stepsPerEpoch, train } from '../training/train';
import { writeJsonAtomically } from '../storage/atomicFile';
import { isDiskFull } from '../storage/fullDisk';
import type { Checkpoint } from './checkpoints';
import type { RunControl } from './control';
import { diskFullInRun } from './diskFullInRun';
import { describeEnvironment } from './environment';
import { foldJournal } from './foldJournal';
import { readJournal } from './journal';
import { RunRecorder, restore } from './recorder';
import type { RunFolder } from './runFolder';
import { testSelected } from './selection';
import { Steering } from './steering';
import { stopwatch } from './stopwatch';

export interface ExecuteOptions {
  readonly engine: Engine;
  /** Versions of the libraries that compute, for the record. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Told of everything that is journalled, as it happens. */
  readonly onRecord: (entry: JournalEntry) => void;
  /** Heeded between steps. */
  readonly control: RunControl;
}

/** How a run ended. */
export type Outcome =
  { readonly kind: 'stopped'; readonly step: number } | { readonly kind: 'finished'; readonly summary: RunResult };

/** What `run --json` says at the end. */
export interface RunResult extends Pick<
  JournalEntryOf<'finished'>,
  'epochs' | 'metrics' | 'trainable' | 'head' | 'engine'
> {
  readonly run: string;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** A session, and where its training stands. */
export interface OpenedSession {
  readonly session: TrainingSession;
  readonly progress: TrainingProgress;
}

/**
 * Makes the session that a run needs, before anything is written.
 * @param from the checkpoint to go on from; the beginning if absent.
 */
export async function openSession(
  prepared: PreparedExperiment,
  engine: Engine,
  from: Checkpoint | null,
): Promise<OpenedSession> {
  const restored = from && restore(from, prepared.network);
  return {
    session: await startSession(engine, prepared, restored?.state),
    progress: restored?.progress ?? beginning,
  };
}

/** Writes what a new run was asked and what it runs on. */
export async function describeRun(
  folder: RunFolder,
  prepared: PreparedExperiment,
  { engine, versions }: Pick<ExecuteOptions, 'engine' | 'versions'>,
): Promise<void> {
  const { splits, weights } = prepared;
  await writeJsonAtomically(folder.experiment, prepared.experiment);
  const environment = await describeEnvironment({
    folder: prepared.file.replace(/[^/\\]*$/, ''),
    versions,
    engine: {
      name: engine.id,
      version: engine.version,
      threads: engine.threads,
      device: engine.device,
      ...(engine.adapter !== undefined && { adapter: engine.adapter }),
    },
    data: {
      fingerprint: prepared.dataFingerprint,
      images: splits.train.length + splits.validation.length + splits.test.length,
      classes: splits.classes.length,
    },
    checkpoint: weights.checkpoint,
    backboneFingerprint: weights.fingerprint,
  });
  await writeJsonAtomically(folder.environment, environment);
}

/**
 * Trains, selects on validation, tests once, and records all of it in the run folder. What the folder's journal holds
 * already is gone on from.
 */
export async function executeRun(
  folder: RunFolder,
  prepared: PreparedExperiment,
  { session, progress: from }: OpenedSession,
  { engine, onRecord, control }: ExecuteOptions,
): Promise<Outcome> {
  const { experiment, network, splits, architecture, selections } = prepared;
  const { epochs, optimizer, precision } = experiment.training;
  const steps = epochs * stepsPerEpoch(session);
  const { trainable, head } = ledger(architecture, selections, splits.classes.length);
  const recorder = new RunRecorder(folder, network, splits.classes, { epochs, steps, trainable, head }, onRecord);
  const watch = stopwatch();
  let progress = from;
  let betweenSteps = from;
  const setState = (state: RunState['state']) => recorder.state(state, progress, true);
  try {
    await setState('running');
    const earlier = await journalled(folder);
    const steering = new Steering(control, recorder, watch, optimizer.learningRate, earlier.changes);
    if (!earlier.started) {
      recorder.record({ type: 'started', epochs, steps, engine: engine.id, trainable, head });
      for (const message of prepared.warnings) recorder.record({ type: 'warning', message });
      for (const image of prepared.quarantined) recorder.record({ type: 'quarantined', ...image });
    } else {
      recorder.record({ type: 'resumed', fromStep: from.step });
    }
    const recordPrecision = async ({ epoch, step }: TrainingProgress) => {
      const measured = await session.precisionEffect?.(session.step.state.parameters);
      if (measured) recorder.record({ type: 'precision', epoch, step, precision, ...measured, timing: watch.aside() });
    };
    if (from.step === 0) {
      await recorder.snapshot(from, session.step.state);
      if (earlier.precisions.length === 0) await recordPrecision(from);
    }
    const trained = await train(session, from, {
      goOn: reached => {
        betweenSteps = reached;
        return steering.goOn(reached);
      },
      peakAfter: step => steering.peakAfter(step),
      onStep: async ({ images, lossScale, ...report }) => {
        progress = { ...progress, step: report.step };
        recorder.record({ type: 'step', ...report, timing: watch.step(images) });
        for (const message of engine.takeNotices?.() ?? []) recorder.record({ type: 'warning', message });
        if (lossScale) recorder.record({ type: 'lossScale', step: report.step, ...lossScale });
        await recorder.state('running', progress);
      },
      onEpoch: async report => {
        progress = betweenSteps = report.progress;
        const { epoch, step, train: means, validation } = report;
        recorder.record({ type: 'epoch', epoch, step, train: means, validation, timing: watch.epoch() });
        await recordPrecision(progress);
        await recorder.snapshot(progress, report.state);
        await recorder.checkpoint(progress, report.state, report.best);
        await setState('running');
      },
    });
    progress = trained.progress;
    if (!trained.finished) {
      if (progress.sums.count > 0) await recorder.checkpoint(progress, session.step.state, false);
      recorder.record({ type: 'stopped', reason: 'stopped by you' });
      await setState('stopped');
      return { kind: 'stopped', step: progress.step };
    }
    const metrics = await testSelected(folder, prepared, session, recorder, progress);
    const result = { epochs, metrics, trainable, head, engine: engine.id };
    recorder.record({ type: 'finished', step: progress.step, ...result, timing: watch.total() });
    await setState('done');
    return { kind: 'finished', summary: { run: folder.path, ...result, ...watch.total() } };
  } catch (error) {
    await saveLastStep(recorder, session, betweenSteps);
    // The system's own words say neither which disk is full nor what to do.
    const failure = isDiskFull(error) ? await diskFullInRun(folder) : error;
    await recordFailure(recorder, failure, () => setState('failed'));
    throw failure;
  } finally {
    recorder.close();
  }
}

/** Either the record or the state tells of a failure: on a full disk there may be room for one alone. */
async function recordFailure(recorder: RunRecorder, failure: unknown, setState: () => Promise<void>): Promise<void> {
  try {
    const message = failure instanceof Error ? failure.message : String(failure);
    recorder.record({ type: 'failed', message, ...(failure instanceof DivergedTraining && { diverged: true }) });
  } catch {
    // Why the run fails is what counts, not that it could not be written down.
  }
  await setState().catch(() => undefined);
}

/** What a run that fails in mid-epoch, as when a device is lost, has made of its tensors, if they are whole and readable. */
async function saveLastStep(
  recorder: RunRecorder,
  { step }: TrainingSession,
  reached: TrainingProgress,
): Promise<void> {
  // The end of an epoch has its checkpoint. Where the update is done, what failed came after it, as when numbers diverge.
  if (reached.sums.count === 0 || step.state.step !== reached.step) return;
  try {
    await recorder.checkpoint(reached, step.state, false);
  } catch {
    // Why the run fails is what counts, not that it could not be saved.
  }
}

/** What an earlier part of the run left in its journal; nothing of a new run. */
async function journalled(folder: RunFolder): Promise<JournalSummary> {
  return foldJournal((await readJournal(folder.journal)).records);
}
