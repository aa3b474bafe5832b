import { InputError } from '../../protocol/inputError';
import { defineCommand } from '../command';
import { engineOptions } from '../engineOptions';
import { flag } from '../options';

/** `visual-tuning resume`: goes on with a run that was stopped, or whose process died. */
export const resume = defineCommand({
  name: 'resume',
  summary: 'Go on with a run that was stopped or cut off, from its last checkpoint.',
  details: ['On the same machine and engine the numbers are those of a run that was never stopped, to the bit.'],
  positionals: [{ name: 'RUN_DIR', help: 'The folder of the run.' }],
  options: {
    ...engineOptions,
    json: flag('Print one JSON object per line as it runs, the last with "event": "finished".'),
  },
  examples: ['resume .tuning/runs/digits-full-1'],
  run: async (context, { options, positionals: [path] }) => {
    const { openRun } = await import('../../runs/openRun');
    const { folder, experiment, summary } = await openRun(path);
    if (summary.state === 'done') throw new InputError(`${path}: this run is done: there is nothing to resume.`);
    if (summary.state === 'running' || summary.state === 'preparing' || summary.state === 'stopping') {
      throw new InputError(`${path}: this run is still running (process ${summary.progress?.pid}): stop it first.`);
    }
    const { latestCheckpoint } = await import('../../runs/checkpoints');
    const { trainTask } = await import('../training');
    await trainTask(context, options, {
      experiment,
      from: await latestCheckpoint(folder),
      existing: folder,
      folder: async prepared => {
        requireSame(path, 'images', summary.environment?.data.fingerprint, prepared.dataFingerprint);
        requireSame(path, 'backbone', summary.environment?.backboneFingerprint, prepared.weights.fingerprint);
        return folder;
      },
    });
  },
});

/** A run goes on only with what it began with. */
function requireSame(run: string, what: string, before: string | undefined, now: string): void {
  if (before !== undefined && before !== now) {
    throw new InputError(`${run}: the ${what} changed since this run began, so it can't go on: start a new run.`);
  }
}
