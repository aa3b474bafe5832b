import { InputError } from '../../protocol/inputError';
import { defineCommand } from '../command';
import { engineOptions } from '../engineOptions';
import { mediaFolder } from '../../data/mediaFolder';
import { json, optionalText, requiredText, wholeNumber } from '../options';

const index = (help: string) => wholeNumber({ default: undefined, minimum: 0, help });

/** `visual-tuning inspect attention`: where a tuned model looks in an image, before and after tuning. */
export const inspectAttention = defineCommand({
  name: 'inspect attention',
  summary: 'Show what a tuned model attends to in an image, layer by layer.',
  details: [
    'Maps are softmax weights: of the class token (CLS) on patches and prompts, of each patch on each prompt, and of each prompt on the patches. Rollout is what becomes of the class token through all layers.',
    'Without --json and --out it prints where the class token looks: a line for each layer (mean over heads, or --head), or with --layer for each head.',
    '--out draws the image, the class token before and after tuning, one prompt and rollout; without --layer those of the last layer, without --prompt the one that the class token attends to most.',
  ],
  positionals: [{ name: 'RUN_DIR', help: 'The folder of the run.' }],
  options: {
    image: requiredText({ placeholder: 'FILE', help: 'The image: JPEG, PNG, WebP, TIFF, GIF or AVIF.' }),
    layer: index('One layer, counted from 0.'),
    head: index('One head, counted from 0; the mean over heads by default.'),
    prompt: index('The prompt to draw, counted from 0; with --out alone.'),
    checkpoint: optionalText({
      placeholder: 'NAME',
      help: "One of the run's checkpoints; the selected one by default.",
    }),
    out: optionalText({ placeholder: 'FILE.png', help: 'Draw the maps into this file.' }),
    ...engineOptions,
    json,
  },
  examples: [
    'inspect attention .tuning/runs/digits-vpt-deep-1 --image digit.png',
    'inspect attention .tuning/runs/digits-vpt-deep-1 --image digit.png --layer 3 --prompt 2 --out attention.png',
  ],
  run: async (context, { options, positionals: [path] }) => {
    const { image, layer, head, prompt, out } = options;
    if (out !== undefined && options.json) throw new InputError('--json and --out are two results: give one of them.');
    if (out !== undefined && !/\.png$/i.test(out)) throw new InputError(`--out is "${out}" but must end in .png.`);
    if (prompt !== undefined && out === undefined) throw new InputError('--prompt says what to draw: give --out too.');
    const { createEngine } = await import('../../engines/engines');
    const { createModelShelf } = await import('../../inspection/model/inspectedModel');
    const { inspectAttention: inspected } = await import('../../inspection/attention/inspectAttention');
    const { attentionDocument, attentionReport, rolloutReport } = await import('../attentionReport');
    const { promptsOfLayer } = await import('../../inspection/attention/tokenLayout');
    const models = createModelShelf({
      engine: () => createEngine(options.engine, { threads: options.threads }),
      mediaFolder: mediaFolder(),
    });
    try {
      const model = await models.open(path);
      const { depth, heads } = model.network.architecture;
      within('--layer', layer, depth, 'layers');
      within('--head', head, heads, 'heads');
      const checkpoint = await model.at(options.checkpoint ?? null);
      const attention = await inspected(model, checkpoint, image).catch((error: unknown) => {
        throw error instanceof InputError ? new InputError(`--image ${error.message}`) : error;
      });
      const asked = { layer, head };
      // Neither the table nor the picture shows what prompts would read.
      const shownNotes = attention.notes.flatMap(({ about, sentence }) =>
        about === 'prompts to patches' ? [] : [sentence],
      );
      if (out !== undefined) {
        const shown = { layer: layer ?? depth - 1, head: head ?? null, prompt };
        within('--prompt', prompt, promptsOfLayer(attention.layout)[shown.layer], `prompts in layer ${shown.layer}`);
        const { attentionPicture } = await import('../../inspection/attention/attentionPicture');
        const { drawnMaps } = await import('../../inspection/attention/drawnMaps');
        const footer = [`${model.run.folder.id}, ${checkpoint.name}: ${image}`, ...shownNotes];
        const picture = attentionPicture(attention.image, attention.layout.grid, drawnMaps(attention, shown), footer);
        await written(out, await picture);
        context.note(`drawn in ${out}`);
      } else if (options.json) {
        context.json({ run: path, checkpoint: checkpoint.name, image, ...attentionDocument(attention, asked) });
      } else {
        const of = layer === undefined ? '' : ` in layer ${layer}`;
        context.print(context.style.bold(`What the class token attends to${of}`));
        context.print(attentionReport(attention, asked));
        context.print(`Through all layers (rollout): ${rolloutReport(attention)}.`);
        shownNotes.forEach(context.note);
      }
    } finally {
      await models.dispose();
    }
  },
});

function within(flag: string, value: number | undefined, count: number, what: string): void {
  if (value === undefined || value < count) return;
  const range = count === 0 ? `there are no ${what}` : `there are ${count} ${what}, 0 to ${count - 1}`;
  throw new InputError(`${flag} is ${value} but ${range}.`);
}

async function written(file: string, contents: Buffer): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  await writeFile(file, contents).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new InputError(
      `--out ${file} can't be written (${code}): name a file in a folder that is there and writable.`,
    );
  });
}
