import { resolve } from 'node:path';
import { englishNotes } from '../../experiments/comparison/englishNotes';
import { comparisonFormats, formatComparison } from '../../experiments/comparison/formats';
import { defineCommand } from '../command';
import { choice } from '../options';

/** `visual-tuning compare`: runs side by side. */
export const compare = defineCommand({
  name: 'compare',
  summary: 'Set runs side by side: parameters, test accuracy with its interval, time.',
  details: [
    'Runs of one experiment with several seeds become one row: their mean and its 95 % interval. With one seed the interval is that of the number of test images alone.',
    'Other rows are compared with the first that was tested: by a test paired over seeds, or over the test images where there is one seed.',
    'A row that can not be compared with it as it is (other images, split, budget, engine or seeds) says why.',
  ],
  positionals: [{ name: 'RUN_DIR', help: 'Folders of runs.', repeated: true }],
  options: {
    format: {
      ...choice(comparisonFormats, { help: 'How to print the comparison; a table by default.' }),
      standsIn: unknown =>
        comparisonFormats.filter(format => format === unknown).map(format => `--format ${format}`)[0],
    },
  },
  examples: ['compare .tuning/runs/digits-vpt-deep-1 .tuning/runs/digits-lora-1 --format markdown'],
  run: async (context, { options, positionals }) => {
    const { openRun } = await import('../../runs/openRun');
    const { compareRuns } = await import('../../experiments/comparison/compareRuns');
    // A run that is named twice, by a pattern and by itself, is not two seeds.
    const folders = new Map(positionals.map(path => [resolve(path), path]));
    const runs = await Promise.all([...folders.values()].map(openRun));
    context.print(formatComparison(compareRuns(runs.map(({ summary }) => summary)), options.format, englishNotes));
  },
});
