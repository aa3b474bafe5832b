import { join } from 'node:path';
import { englishNotes } from '../../experiments/comparison/englishNotes';
import { formatComparison } from '../../experiments/comparison/formats';
import { defineCommand } from '../command';
import { engineOptions } from '../engineOptions';
import { flag, optionalText } from '../options';

/** `visual-tuning run`: trains what an experiment file asks for. */
export const run = defineCommand({
  name: 'run',
  summary: 'Tune a backbone as an experiment file says, and record the run.',
  details: [
    'With several experiments each is run in turn, and a comparison is printed at the end.',
    'Progress goes to stderr. Ctrl-C finishes the step, saves a checkpoint and exits with status 130; "resume" goes on from it.',
  ],
  positionals: [{ name: 'EXPERIMENT', help: 'Experiment files, *.tuning.json.', repeated: true }],
  options: {
    runs: optionalText({ placeholder: 'DIR', help: 'Where run folders are made; .tuning/runs here by default.' }),
    ...engineOptions,
    json: flag('Print one JSON object per line as it runs, the last with "event": "finished".'),
  },
  examples: [
    'run samples/digits-vpt-deep.tuning.json samples/digits-lora.tuning.json',
    'run experiment.tuning.json --runs /scratch/runs --json',
  ],
  run: async (context, { options, positionals: files }) => {
    const { loadExperiment } = await import('../../experiments/load');
    const experiments = await Promise.all(files.map(file => loadExperiment(file)));
    const { trainTask } = await import('../training');
    const { createRunFolder } = await import('../../runs/runFolder');
    const finished: string[] = [];
    for (const experiment of experiments) {
      const run = await trainTask(context, options, {
        experiment,
        from: null,
        existing: null,
        isDescribed: false,
        folder: () => createRunFolder(options.runs ?? join('.tuning', 'runs'), experiment.experiment.name),
      });
      if (run === null) return;
      finished.push(run);
    }
    if (finished.length > 1 && !options.json) context.print(`\n${await comparisonOf(finished)}`);
  },
});

async function comparisonOf(runs: readonly string[]): Promise<string> {
  const { readRun } = await import('../../runs/readRun');
  const { compareRuns } = await import('../../experiments/comparison/compareRuns');
  return formatComparison(compareRuns(await Promise.all(runs.map(readRun))), 'table', englishNotes);
}
