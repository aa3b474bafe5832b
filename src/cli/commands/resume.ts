import { InputError } from '../../protocol/inputError';
import { isUnderWay } from '../../protocol/runState';
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
    const { progress } = summary;
    if (progress !== null && summary.state === progress.state && isUnderWay(progress.state)) {
      throw new InputError(`${path}: this run is still running (process ${progress.pid}): stop it first.`);
    }
    const { latestCheckpoint } = await import('../../runs/checkpoints');
    const { requireSameInputs } = await import('../../runs/sameInputs');
    const { resumedEngine } = await import('../../runs/resumedEngine');
    const { trainTask } = await import('../training');
    const engine = resumedEngine(options.engine, summary.environment);
    await trainTask(
      context,
      { ...options, engine },
      {
        experiment,
        from: await latestCheckpoint(folder),
        existing: folder,
        isDescribed: summary.environment !== null,
        folder: async prepared => {
          requireSameInputs(path, summary.environment, prepared);
          return folder;
        },
      },
    );
  },
});
