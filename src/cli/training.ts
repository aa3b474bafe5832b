import { createEngine } from '../engines/engines';
import { requirePrecision } from '../engines/requirePrecision';
import type { EngineChoice } from '../protocol/engineReport';
import { placed } from '../protocol/inputError';
import { type PreparedExperiment, prepareExperiment } from '../experiments/prepare';
import type { LoadedExperiment } from '../experiments/load';
import type { JournalEntry } from '../protocol/journal';
import type { Checkpoint } from '../runs/checkpoints';
import { RunControl } from '../runs/control';
import { diskFullInRun } from '../runs/diskFullInRun';
import { describeRun, executeRun, type OpenedSession, openSession, type RunResult } from '../runs/execute';
import { lockEndedRun, lockRun } from '../runs/lock';
import type { RunFolder } from '../runs/runFolder';
import { isDiskFull } from '../storage/fullDisk';
import { stepsPerEpoch } from '../training/train';
import type { Context } from './context';
import { mediaFolder } from '../data/mediaFolder';
import { RunProgress } from './runProgress';
import { redraws } from './terminal';
import { counted, percent } from './words';

export interface TrainingOptions {
  readonly engine: EngineChoice;
  readonly threads: number | undefined;
  readonly json: boolean;
}

/** What to train and where to record it. */
export interface TrainingTask {
  readonly experiment: LoadedExperiment;
  /** Where to go on from; the beginning if null. */
  readonly from: Checkpoint | null;
  /** Null makes a new run. */
  readonly existing: RunFolder | null;
  /** Whether it stands in that folder already what the run was asked and what it runs on. */
  readonly isDescribed: boolean;
  /** Called when everything that can be wrong with the input has been found. */
  folder(prepared: PreparedExperiment): Promise<RunFolder>;
}

/**
 * Trains as `run` and `resume` do: progress for a person on stderr, or with `--json` every record on stdout.
 * @returns the run's folder, or null if it was stopped.
 */
export async function trainTask(
  context: Context,
  options: TrainingOptions,
  task: TrainingTask,
): Promise<string | null> {
  const signal = context.interruption();
  const control = new RunControl();
  signal.addEventListener('abort', () => control.requestStop(), { once: true });
  const progress = new RunProgress(context, process.stderr, redraws(process.stderr));
  const { precision } = task.experiment.experiment.training;
  const engine = await createEngine(options.engine, { threads: options.threads, precision });
  // Before every image is read.
  requirePrecision(engine, precision, `${task.experiment.file}: training.precision`, options.engine);
  let lock = task.existing && (await lockEndedRun(task.existing));
  let folder: RunFolder | null = null;
  let opened: OpenedSession | null = null;
  try {
    const prepared = await prepareExperiment(task.experiment, {
      mediaFolder: mediaFolder(),
      signal,
      onProgress: options.json ? undefined : (what, done, total) => progress.preparing(what, done, total),
    }).catch((error: unknown) => {
      throw placed(task.experiment.file, error);
    });
    opened = await openSession(prepared, engine, task.from);
    signal.throwIfAborted();
    const { epochs } = prepared.experiment.training;
    progress.expect({ epochs, steps: epochs * stepsPerEpoch(opened.session) });
    folder = await task.folder(prepared);
    lock ??= await lockRun(folder);
    if (!task.isDescribed) await describeRun(folder, prepared, { engine });
    if (!options.json) context.note(`run folder: ${folder.path}`);
    const outcome = await executeRun(folder, prepared, opened, {
      engine,
      control,
      onRecord: entry => (options.json ? printRecord(context, entry) : progress.follow(entry)),
    });
    if (outcome.kind === 'stopped') {
      if (!options.json) {
        context.note(`stopped at step ${outcome.step}: continue with "visual-tuning resume ${folder.path}"`);
      }
      return null;
    }
    if (options.json) context.json({ event: 'finished', ...outcome.summary });
    else context.print(describeResult(outcome.summary));
    return folder.path;
  } catch (error) {
    // What comes before the run has its own place on a disk.
    if (folder === null || !isDiskFull(error)) throw error;
    throw await diskFullInRun(folder, `write "visual-tuning resume ${folder.path}"`);
  } finally {
    await opened?.session.dispose();
    lock?.release();
  }
}

/** A record as one line of JSON; the last, `finished`, is printed from the result instead. */
function printRecord(context: Context, { type, ...fields }: JournalEntry): void {
  if (type !== 'finished') context.json({ event: type, ...fields });
}

function describeResult({ metrics, trainable, head, seconds, imagesPerSecond, run }: RunResult): string {
  const accuracies = (['train', 'validation', 'test'] as const).flatMap(name => {
    const value = metrics[name]?.accuracy;
    if (value === null || value === undefined) return [];
    // Not that of the model that was selected: it was another after every step.
    const when = name === 'train' ? ' (mean over the epoch while it trained)' : '';
    return [`${name} accuracy ${percent(value)}${when}`];
  });
  return [
    accuracies.join('  '),
    `${counted(trainable, 'trained parameter')} and ${counted(head, 'parameter')} of the head, ${seconds.toFixed(0)} s, ${imagesPerSecond.toFixed(0)} images/s`,
    `recorded in ${run}`,
  ].join('\n');
}
