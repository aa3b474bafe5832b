// `npm run pretrain`: makes the embedded backbone from nothing but free fonts and formulas.
import { resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { findArchitecture } from './backbones/architecture';
import { onnxRuntimeEngine } from './engines/onnxruntime/onnxRuntimeEngine';
import { finishPretraining } from './pretraining/finish';
import { answerBatchRequests, isGeneratorWorker } from './pretraining/generatorWorker';
import { drawGlyphs } from './pretraining/glyphs';
import { answerGradientRequests, isGradientWorker } from './pretraining/gradientWorker';
import { readOptions, usage } from './pretraining/options';
import { runPretraining } from './pretraining/run';
import { writeSolidsSample } from './pretraining/solids/writeSample';
import { answerTrialRequests, isTrialWorker } from './pretraining/trialWorker';
import { InputError } from './protocol/inputError';

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

async function pretrain(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return void process.stdout.write(usage);
  const { images, seed, threads, out: folder, evaluateOnly } = options;
  const [packagesFolder, mediaFolder] = [resolve('node_modules'), resolve('media')];
  const program = process.argv[1];
  if (options.solids) return writeSolidsSample(`${mediaFolder}/samples`);
  if (!evaluateOnly) {
    say('Drawing glyphs …');
    await runPretraining({
      architecture: findArchitecture('vit-nano'),
      images,
      seed,
      threads,
      engine: onnxRuntimeEngine({ threads: 1 }),
      glyphs: await drawGlyphs(packagesFolder),
      program,
      folder,
      onProgress: (done, total, seconds) => {
        const rate = done / seconds;
        const minutes = (total - done) / rate / 60;
        say(`${done} of ${total} images, ${rate.toFixed(0)} images/s, ${minutes.toFixed(1)} minutes to go`);
      },
    });
  }
  say('Evaluating …');
  await finishPretraining({ folder, threads, program, packagesFolder, mediaFolder, onOutcome: say });
  say(`Done: copy vit-nano.safetensors, vit-nano.md and vit-nano-curve.svg from ${folder} to media/backbones.`);
}

if (isMainThread) {
  pretrain().catch((error: unknown) => {
    say(error instanceof InputError ? error.message : String(error instanceof Error ? error.stack : error));
    process.exitCode = 1;
  });
} else if (isGeneratorWorker()) answerBatchRequests();
else if (isGradientWorker()) void answerGradientRequests();
else if (isTrialWorker()) answerTrialRequests();
