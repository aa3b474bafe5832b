import { InputError } from '../../protocol/inputError';
import { backboneWithCheckpoint, readBackbone } from '../backboneOption';
import { defineCommand } from '../command';
import { downloadProgress } from '../downloadProgress';
import { engineOptions } from '../engineOptions';
import { mediaFolder } from '../../data/mediaFolder';
import { json, requiredText, wholeNumber } from '../options';
import { pairs, wrapped } from '../table';
import { counted } from '../words';

/** `visual-tuning features`: what a backbone makes of an image, the vector that a head would get. */
export const features = defineCommand({
  name: 'features',
  summary: 'Compute what a backbone makes of an image, before any tuning.',
  options: {
    backbone: backboneWithCheckpoint,
    image: requiredText({ placeholder: 'FILE', help: 'The image: JPEG, PNG, WebP, TIFF, GIF or AVIF.' }),
    seed: wholeNumber({ default: 0, minimum: 0, help: 'Of the random weights, where there is no checkpoint; 0.' }),
    ...engineOptions,
    json,
  },
  examples: [
    `features --backbone '{"architecture": "vit-tiny-patch16-224", "checkpoint": "vit.safetensors"}' --image cat.jpg`,
  ],
  run: async (context, { options }) => {
    const { architecture: named, checkpoint } = readBackbone(options.backbone);
    const { createEngine } = await import('../../engines/engines');
    const { loadBackboneWeights } = await import('../../training/backboneWeights');
    const { imageFeatures } = await import('../imageFeatures');
    const { UndecodableImage } = await import('../../data/decode');

    const engine = await createEngine(options.engine, { threads: options.threads });
    const weights = await loadBackboneWeights(named, checkpoint, {
      seed: options.seed,
      mediaFolder: mediaFolder(),
      onProgress: downloadProgress(context),
    });
    const { architecture } = weights;
    weights.notes.forEach(context.note);
    const made = await imageFeatures(engine, architecture, weights, options.image).catch((error: unknown) => {
      throw error instanceof UndecodableImage ? new InputError(`--image ${error.message}`) : error;
    });
    if (options.json) {
      context.json({ architecture: architecture.id, checkpoint, preprocessing: architecture.preprocessing, ...made });
      return;
    }
    const lists = [
      ['Features', made.features],
      ['Logits', made.logits ?? []],
    ] as const;
    const parts = lists
      .filter(([, values]) => values.length > 0)
      .map(([title, values]) => {
        const heading = context.style.bold(`${title}, ${counted(values.length, 'value')}`);
        return `${heading}\n${wrapped(values.map(value => value.toFixed(5)).join(' '), '  ')}`;
      });
    const source = [
      ['Architecture', architecture.id],
      ['Checkpoint', checkpoint ?? 'none: random weights'],
      ['Preprocessing', JSON.stringify(architecture.preprocessing)],
    ] as const;
    context.print([pairs(source), ...parts].join('\n\n'));
  },
});
