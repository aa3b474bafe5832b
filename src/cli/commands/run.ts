import { join } from 'node:path';
import { defineCommand } from '../command';
import { engineOptions } from '../engineOptions';
import { flag, optionalText } from '../options';

/** `visual-tuning run`: trains what an experiment file asks for. */
export const run = defineCommand({
  name: 'run',
  summary: 'Tune a backbone as an experiment file says, and record the run.',
  details: [
    'Progress goes to stderr. Ctrl-C finishes the step, saves a checkpoint and exits with status 130; "resume" goes on from it.',
  ],
  positionals: [{ name: 'EXPERIMENT', help: 'The experiment file, *.tuning.json.' }],
  options: {
    runs: optionalText({ placeholder: 'DIR', help: 'Where run folders are made; .tuning/runs here by default.' }),
    ...engineOptions,
    json: flag('Print one JSON object per line as it runs, the last with "event": "finished".'),
  },
  examples: ['run samples/digits-full.tuning.json', 'run experiment.tuning.json --runs /scratch/runs --json'],
  run: async (context, { options, positionals: [file] }) => {
    const { loadExperiment } = await import('../../experiments/load');
    const experiment = await loadExperiment(file);
    const { trainTask } = await import('../training');
    const { createRunFolder } = await import('../../runs/runFolder');
    await trainTask(context, options, {
      experiment,
      from: null,
      existing: null,
      folder: () => createRunFolder(options.runs ?? join('.tuning', 'runs'), experiment.experiment.name),
    });
  },
});
