import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { type Optimizer, optimizerSchema } from '../../src/protocol/training';
import { gradientGraph } from '../../src/training/gradientGraph';
import { type TrainingStep, createTrainingStep } from '../../src/training/step';
import { largest, largestDifference, taken, worst } from './closeness';
import { isKeyBias } from './keyBias';
import { freshTensors, methodCases, microBatch, otherCases, startState } from './networks';

const batch = 3;
const steps = 50;
/** Steps over which the learning rate rises. */
const warmup = 5;
const adamw = optimizerSchema.parse({ name: 'adamw', learningRate: 1e-3, weightDecay: 0.01 });
const sgd = optimizerSchema.parse({ name: 'sgd', learningRate: 1e-2, weightDecay: 1e-3 });

describe.each([
  ...methodCases.map(([title, network]) => ({ title, network, optimizers: [adamw, sgd] })),
  ...otherCases.map(([title, network]) => ({ title, network, optimizers: [adamw] })),
])('$title', ({ network, optimizers }) => {
  const tensors = freshTensors(network);
  const made = gradientGraph(network, batch, false);
  const compared = network.trainables.map(({ name }) => name).filter(name => !isKeyBias(name));

  const start = (engine: Engine, optimizer: Optimizer) =>
    createTrainingStep(engine, network, made, tensors, startState(network, tensors, optimizer), {
      optimizer,
      gradientClipping: 1,
      seed: 3,
    });

  const advance = async (training: TrainingStep, rate: number, step: number) => {
    const { loss, logits } = await training.accumulate(microBatch(network, batch, step % 4));
    const { total: norm } = await training.update(rate);
    const parameters = compared.map(name => [name, taken(training.state.parameters, name)] as const);
    return new Map<string, ArrayLike<number>>([...parameters, ['loss', [loss]], ['logits', logits], ['norm', [norm]]]);
  };

  // Differences are relative to the largest value that a tensor takes in all steps. A tensor that starts at zero has no
  // size of its own at first, and AdamW's first step is lr g / (|g| + 1e-8): where g is no larger than that, the
  // rounding of g shows in full.
  test.for(optimizers)(
    '50 steps of $name on ONNX Runtime stay within 1e-3 of the reference',
    async (optimizer, { annotate }) => {
      const onnx = await start(onnxRuntimeEngine({ threads: 2 }), optimizer);
      const reference = await start(referenceEngine(), optimizer);
      const differences = new Map<string, number>();
      const sizes = new Map<string, number>();
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const rate = optimizer.learningRate * Math.min(1, (step + 1) / warmup);
        const actual = await advance(onnx, rate, step);
        for (const [name, expected] of await advance(reference, rate, step)) {
          const difference = largestDifference(taken(actual, name), expected);
          differences.set(name, Math.max(differences.get(name) ?? 0, difference));
          sizes.set(name, Math.max(sizes.get(name) ?? 0, largest(expected)));
        }
        losses.push(taken(actual, 'loss')[0]);
      }
      await Promise.all([onnx.dispose(), reference.dispose()]);
      const errors = new Map([...differences].map(([name, difference]) => [name, difference / taken(sizes, name)]));
      const [name, error] = worst(errors);
      const computed = Math.max(...['loss', 'logits', 'norm'].map(output => taken(errors, output)));
      await annotate(`at most ${error.toExponential(1)} (${name}); loss and logits ${computed.toExponential(1)}`);
      expect(error, name).toBeLessThan(1e-3);
      expect(losses[48], 'the loss of the batch of step 0, by then').toBeLessThan(0.95 * losses[0]);
    },
  );
});
