import { InputError } from '../../protocol/inputError';
import { defineCommand } from '../command';
import { engineOptions } from '../engineOptions';
import { mediaFolder } from '../../data/mediaFolder';
import { json, requiredText } from '../options';
import { table } from '../table';
import { percent } from '../words';

/** `visual-tuning predict`: what a tuned model makes of an image. */
export const predict = defineCommand({
  name: 'predict',
  summary: 'Classify an image with the model that a run selected.',
  positionals: [{ name: 'RUN_DIR', help: 'The folder of the run.' }],
  options: {
    image: requiredText({ placeholder: 'FILE', help: 'The image: JPEG, PNG, WebP, TIFF, GIF or AVIF.' }),
    ...engineOptions,
    json,
  },
  examples: ['predict .tuning/runs/digits-full-1 --image digit.png'],
  run: async (context, { options, positionals: [path] }) => {
    const { openRun } = await import('../../runs/openRun');
    const run = await openRun(path);
    const { loadTunedModel } = await import('../../runs/tunedModel');
    const { createEngine } = await import('../../engines/engines');
    const { UndecodableImage } = await import('../../data/decode');
    const model = await loadTunedModel(
      run,
      await createEngine(options.engine, { threads: options.threads }),
      mediaFolder(),
    );
    try {
      const classes = await model.classify(options.image).catch((error: unknown) => {
        throw error instanceof UndecodableImage ? new InputError(`--image ${error.message}`) : error;
      });
      if (options.json) context.json({ image: options.image, classes });
      else
        context.print(
          table(
            [{ title: 'Class' }, { title: 'Probability', align: 'right' }],
            classes.map(row => [row.name, percent(row.probability)]),
          ),
        );
    } finally {
      await model.dispose();
    }
  },
});
