import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { type Optimizer, optimizerSchema } from '../../src/protocol/training';
import { gradientGraph } from '../../src/training/gradientGraph';
import { createTrainingStep } from '../../src/training/step';
import { relativeError, taken, worst } from './closeness';
import { isKeyBias } from './keyBias';
import { cases, freshTensors, microBatch, smallNetwork, startState } from './networks';

const batch = 3;
const steps = 50;
const optimizers = {
  adamw: optimizerSchema.parse({ name: 'adamw', learningRate: 1e-3, weightDecay: 0.01 }),
  sgd: optimizerSchema.parse({ name: 'sgd', learningRate: 1e-2, weightDecay: 1e-3 }),
};

describe.each(cases)('%s', (_, selections) => {
  const network = smallNetwork(...selections);
  const tensors = freshTensors(network);
  const made = gradientGraph(network, batch, false);

  const start = (engine: Engine, optimizer: Optimizer) =>
    createTrainingStep(engine, network, made, tensors, startState(network, tensors, optimizer), {
      optimizer,
      gradientClipping: 1,
      seed: 3,
    });

  test.each(Object.values(optimizers))(
    '50 steps of $name on ONNX Runtime stay within 1e-3 of the reference',
    async optimizer => {
      const onnx = await start(onnxRuntimeEngine({ threads: 2 }), optimizer);
      const reference = await start(referenceEngine(), optimizer);
      const compared = network.trainables.map(({ name }) => name).filter(name => !isKeyBias(name));
      const errors = new Map<string, number>();
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const images = microBatch(network, batch, step % 4);
        const [actual, expected] = [await onnx.accumulate(images), await reference.accumulate(images)];
        const rate = optimizer.learningRate;
        const [norm, expectedNorm] = [await onnx.update(rate), await reference.update(rate)];
        const measured = [
          ['loss', [actual.loss], [expected.loss]],
          ['logits', actual.logits, expected.logits],
          ['norm', [norm], [expectedNorm]],
          ...compared.map(
            name => [name, taken(onnx.state.parameters, name), taken(reference.state.parameters, name)] as const,
          ),
        ] as const;
        for (const [name, found, wanted] of measured) {
          errors.set(name, Math.max(errors.get(name) ?? 0, relativeError(found, wanted)));
        }
        losses.push(actual.loss);
      }
      await Promise.all([onnx.dispose(), reference.dispose()]);
      const [name, error] = worst(errors);
      process.stdout.write(
        `${_} ${optimizer.name} ${name} ${error.toExponential(1)} loss ${losses[0]} ${losses[49]}\n`,
      );
      expect(error, name).toBeLessThan(1e-3);
      expect(losses[steps - 2], 'the loss of a batch seen before').toBeLessThan(losses[2]);
    },
  );
});
