import { expect, test } from 'vitest';
import type { Item } from '../data/item';
import { trainingSchema } from '../protocol/training';
import { names } from './gradientGraph';
import { ImageInputs } from './imageInputs';
import type { CompiledNetwork } from './compiledNetwork';
import { type EpochReport, type StepReport, type TrainingParts, beginning, train } from './train';
import { DivergedTraining } from './divergedTraining';
import { ImageStore } from '../data/imageStore';

const classes = ['a', 'b'];
const item = (i: number): Item => ({ path: `${classes[i % 2]}/${i}.png`, file: `${i}`, label: i % 2 });
const preprocessing = {
  imageSize: 1,
  resize: 'squash',
  cropFraction: 1,
  interpolation: 'nearest',
  mean: [0, 0, 0],
  std: [1, 1, 1],
} as const;

/** A network that reads one grey pixel and answers as it is told, without an engine. */
function parts(options: {
  readonly accuracies: readonly number[];
  readonly loss?: number;
  readonly gradientNorm?: number;
  readonly images?: number;
  readonly scales?: readonly number[];
}) {
  const seen: number[] = [];
  const rates: number[] = [];
  let evaluations = 0;
  const logits = new Float32Array(4);
  const evaluation: CompiledNetwork['evaluation'] = {
    graph: { values: [], inputs: [], constants: [], nodes: [], outputs: [] },
    outputs: new Map([[names.logits, logits]]),
    executable: {
      // Right for as many of the ten validation images as the epoch's accuracy says; two images at a time.
      run: async () => {
        const epoch = Math.floor(evaluations / 5);
        const right = options.accuracies[epoch] * 10 > (evaluations++ % 5) * 2;
        logits.set(right ? [1, 0, 0, 1] : [0, 1, 1, 0]);
      },
      dispose: async () => undefined,
    },
  };
  const network: CompiledNetwork = {
    microBatch: 2,
    gradient: { graph: evaluation.graph, masks: [] },
    evaluation,
    prefix: null,
    float32: null,
    dispose: async () => undefined,
  };
  const decode = async (file: string) => ({ width: 1, height: 1, data: new Uint8Array(3).fill(Number(file)) });
  const store = new ImageStore({ ...preprocessing, mean: [0, 0, 0], std: [1, 1, 1] }, 1e6, decode);
  const images = Array.from({ length: options.images ?? 10 }, (_, i) => item(i));
  const made: TrainingParts = {
    network,
    step: {
      state: { parameters: new Map(), moments: new Map(), step: 0, skipped: 0, lossScale: null },
      accumulate: async ({ data, sampleWeights }) => {
        const pixels = data.get(names.images) ?? new Float32Array();
        sampleWeights.forEach((weight, i) => weight > 0 && seen.push(Math.round(pixels[3 * i] * 255)));
        return { loss: options.loss ?? 0.5, logits: new Float32Array(4) };
      },
      update: async rate => {
        rates.push(rate);
        const [from, to] = (options.scales ?? []).slice(rates.length - 1);
        return { total: options.gradientNorm ?? 1, modules: { head: 1 }, lossScale: from && to ? { from, to } : null };
      },
      dispose: async () => undefined,
    },
    inputs: new ImageInputs(network, new Map(), store, { ...preprocessing, mean: [0, 0, 0], std: [1, 1, 1] }),
    frozen: new Map(),
    splits: { classes, train: images, validation: Array.from({ length: 10 }, (_, i) => item(i)), test: [] },
    training: trainingSchema.parse({ epochs: options.accuracies.length, batchSize: 4 }),
    augmentation: { flip: false, randomResizedCrop: false },
    seed: 3,
  };
  return { made, seen, rates };
}

function observed(stopAfter = Infinity) {
  const steps: StepReport[] = [];
  const epochs: EpochReport[] = [];
  return {
    steps,
    epochs,
    onStep: (report: StepReport) => void steps.push(report),
    onEpoch: (report: EpochReport) => void epochs.push(report),
    goOn: () => steps.length < stopAfter,
  };
}

test('an epoch reads every training image once, the last batch being what is left', async () => {
  const { made, seen } = parts({ accuracies: [1] });
  const observer = observed();
  await train(made, beginning, observer);
  expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(observer.steps.map(step => step.images)).toEqual([4, 4, 2]);
});

test('the best epoch is the first with the highest validation accuracy', async () => {
  const { made } = parts({ accuracies: [0.4, 0.8, 0.8, 0.6] });
  const observer = observed();
  const { progress, finished } = await train(made, beginning, observer);
  expect(finished).toBe(true);
  expect(observer.epochs.map(epoch => epoch.best)).toEqual([true, true, false, false]);
  expect(progress.best?.epoch).toBe(2);
});

test('a training that is stopped goes on with the images and learning rates that it had not seen', async () => {
  const whole = parts({ accuracies: [0.4, 0.8, 0.6] });
  await train(whole.made, beginning, observed());

  const first = parts({ accuracies: [0.4, 0.8, 0.6] });
  const stopped = await train(first.made, beginning, observed(5));
  expect(stopped.finished).toBe(false);
  expect(stopped.progress).toMatchObject({ epoch: 1, step: 5 });
  const rest = parts({ accuracies: [0.8, 0.6, 0] });
  const observer = observed();
  const made = { ...rest.made, training: whole.made.training };
  await train(made, stopped.progress, observer);

  expect([...first.seen, ...rest.seen]).toEqual(whole.seen);
  expect([...first.rates, ...rest.rates]).toEqual(whole.rates);
  expect(observer.epochs.map(epoch => epoch.epoch)).toEqual([2, 3]);
});

test('a loss that is no longer a number ends the training with advice', async () => {
  const { made } = parts({ accuracies: [1], loss: NaN });
  await expect(train(made, beginning, observed())).rejects.toThrow(DivergedTraining);
  await expect(train(made, beginning, observed())).rejects.toThrow(
    'The loss is no longer a number at step 1: lower training.optimizer.learningRate (it was 0.001) to a tenth, ' +
      'or set training.warmupEpochs, or set training.gradientClipping, and run the experiment again.',
  );
});

test('a gradient that is no longer finite is told apart, and what is set already is not advised', async () => {
  const { made } = parts({ accuracies: [1], gradientNorm: Infinity });
  const training = { ...made.training, warmupEpochs: 1, gradientClipping: 1 };
  await expect(train({ ...made, training }, beginning, observed())).rejects.toThrow(
    'The gradient is no longer finite at step 1: lower training.optimizer.learningRate (it was 0.001) to a tenth, ' +
      'and run the experiment again.',
  );
});

test('in float16 a step that updates nothing is reported and not the end, as long as a smaller scale can be tried', async () => {
  const { made } = parts({ accuracies: [1], loss: NaN, scales: [2, 1, 1, 0.5] });
  const observer = observed();
  await expect(train(made, beginning, observer)).rejects.toThrow(
    'The gradient holds what float16 can not, however small the scale of the loss, at step 3: ' +
      'set training.precision to bfloat16 or float32, or lower training.optimizer.learningRate (it was 0.001) to a tenth, ' +
      'or set training.warmupEpochs, or set training.gradientClipping, and run the experiment again.',
  );
  expect(observer.steps.map(({ lossScale }) => lossScale)).toEqual([{ from: 2, to: 1 }, null]);
});

test('the step loss is the sum of its micro-batches, each weighted by its share of the batch', async () => {
  const { made } = parts({ accuracies: [1], loss: 0.25 });
  const observer = observed();
  await train(made, beginning, observer);
  expect(observer.steps.map(step => step.loss)).toEqual([0.5, 0.5, 0.25]);
});

test('the learning rate of a step follows the peak that holds then, in the shape of the schedule', async () => {
  const usual = parts({ accuracies: [0.4, 0.8] });
  await train(usual.made, beginning, observed());
  const changed = parts({ accuracies: [0.4, 0.8] });
  const { learningRate } = changed.made.training.optimizer;
  await train(changed.made, beginning, { ...observed(), peakAfter: step => (step < 2 ? 1 : 3) * learningRate });
  expect(changed.rates.map((rate, i) => rate / usual.rates[i])).toEqual(
    [1, 1, 3, 3, 3, 3].map(factor => expect.closeTo(factor, 12)),
  );
});

test('a validation that is stopped between two of its micro-batches is made anew by who goes on', async () => {
  const { made } = parts({ accuracies: [0.4, 0.8] });
  const observer = observed();
  let asked = 0;
  // Three steps and five micro-batches of validation in an epoch.
  const stopped = await train(made, beginning, { ...observer, goOn: () => ++asked < 6 });
  expect(stopped).toMatchObject({ finished: false, progress: { epoch: 0, step: 3, sums: { count: 10 } } });
  expect(observer.epochs).toEqual([]);

  const rest = parts({ accuracies: [0.4, 0.8] });
  const { finished } = await train(rest.made, stopped.progress, observer);
  expect(finished).toBe(true);
  expect(observer.epochs.map(({ epoch, validation }) => [epoch, validation?.accuracy])).toEqual([
    [1, 0.4],
    [2, 0.8],
  ]);
  expect(observer.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a training that is not to begin makes no step', async () => {
  const { made, rates } = parts({ accuracies: [1] });
  expect(await train(made, beginning, observed(0))).toEqual({ progress: beginning, finished: false });
  expect(rates).toEqual([]);
});

test('others in the process have their turn between the parts of a step', async () => {
  const { made } = parts({ accuracies: [1] });
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  let during = 0;
  await train(
    {
      ...made,
      step: {
        ...made.step,
        accumulate: async batch => {
          const until = performance.now() + 12;
          while (performance.now() < until);
          during = turns;
          return made.step.accumulate(batch);
        },
      },
    },
    beginning,
    observed(),
  );
  clearInterval(timer);
  expect(during).toBeGreaterThan(1);
});
