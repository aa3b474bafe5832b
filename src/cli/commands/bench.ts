import { findArchitecture } from '../../backbones/architecture';
import { methodNames } from '../../experiments/ledger';
import type { Benchmark } from '../../training/benchmark';
import { precisions } from '../../protocol/precision';
import { backboneId } from '../backboneOption';
import { defineCommand } from '../command';
import { engineOptions } from '../engineOptions';
import { methodOptions, readMethods } from '../methodOptions';
import { choice, json, wholeNumber } from '../options';
import { pairs } from '../table';
import { bytes, counted, grouped, percent } from '../words';

const classes = 10;
const warmUpSteps = 2;

/** `visual-tuning bench`: how fast training steps are here. */
export const bench = defineCommand({
  name: 'bench',
  summary: 'Measure how fast a method trains on this machine, with random images and weights.',
  options: {
    backbone: backboneId,
    ...methodOptions,
    batch: wholeNumber({ default: 8, minimum: 1, maximum: 65_536, help: 'Images per step; 8 by default.' }),
    'micro-batch': wholeNumber({
      default: undefined,
      minimum: 1,
      maximum: 65_536,
      help: 'Images computed at once, as training.microBatchSize; by default what a run would choose.',
    }),
    steps: wholeNumber({ default: 10, minimum: 1, maximum: 100_000, help: 'Steps that are timed; 10 by default.' }),
    precision: choice(precisions, {
      help: 'Arithmetic of matrix products, as training.precision; float32 by default.',
    }),
    ...engineOptions,
    json,
  },
  details: [
    `A step is the gradients of a batch of ${classes} classes and the update by AdamW. Nothing is cached between steps. ` +
      'Between them, the engine is timed on bare matrix products of the same sizes: a step can hardly be faster.',
  ],
  examples: ['bench --backbone vit-base-patch16-224 --method vpt-deep --set prompts=10 --batch 4'],
  run: async (context, { options }) => {
    const architecture = findArchitecture(options.backbone, '--backbone');
    const methods = readMethods(options.method, options.set);
    const { precision } = options;
    const { createEngine } = await import('../../engines/engines');
    const { requirePrecision } = await import('../../engines/requirePrecision');
    const { benchmark } = await import('../../training/benchmark');
    const { describeNetwork } = await import('../../training/network');

    const network = describeNetwork(architecture, methods, classes);
    const engine = await createEngine(options.engine, { threads: options.threads, precision });
    requirePrecision(engine, precision, '--precision', options.engine);
    const arithmetic = precision === 'float32' ? '' : ` in ${precision}`;
    const title = `${methodNames(methods)} on ${architecture.id}, ${engine.id} with ${counted(engine.threads, 'thread')}${arithmetic}`;
    context.note(`Measuring ${counted(options.steps, 'step')} of ${title}.`);
    const { batch, steps, 'micro-batch': asked } = options;
    const microBatch = asked === undefined ? undefined : Math.min(asked, batch);
    const measured = await benchmark(engine, network, { batch, microBatch, steps, warmUpSteps, precision });
    for (const notice of engine.takeNotices?.() ?? []) context.note(notice);
    if (options.json) context.json(measured);
    else context.print(`${context.style.bold(title)}\n\n${report(measured)}`);
  },
});

function report(measured: Benchmark): string {
  const { imagesPerSecond, millisecondsPerStep, batch, microBatch, flopsPerStep, gflopsPerSecond } = measured;
  const split = microBatch < batch ? `, ${microBatch} at once` : '';
  return pairs([
    ['Images per second', grouped(imagesPerSecond, 1)],
    ['Time per step', `${grouped(millisecondsPerStep, 1)} ms for ${counted(batch, 'image')}${split}`],
    ['Work per step', `${grouped(flopsPerStep / 1e9, 1)} GFLOP`],
    ['Rate', `${grouped(gflopsPerSecond, 1)} GFLOP/s`],
    ['Rate of bare matrix products', `${grouped(measured.matrixProductGflopsPerSecond, 1)} GFLOP/s`],
    ['Share of that rate', percent(measured.shareOfMatrixProductRate)],
    ['Peak memory', bytes(measured.peakMemoryBytes)],
  ]);
}
