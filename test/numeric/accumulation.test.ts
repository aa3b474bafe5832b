import { describe, expect, test } from 'vitest';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { optimizerSchema } from '../../src/protocol/training';
import { gradientGraph, names } from '../../src/training/gradientGraph';
import { type MicroBatch, createTrainingStep } from '../../src/training/step';
import { updateNames } from '../../src/training/updateGraph';
import { relativeError, taken, worst } from './closeness';
import { isKeyBias } from './keyBias';
import { microBatch, randomTensors, select, smallNetwork, startState } from './networks';

const network = smallNetwork(
  select('lora', { targets: ['q', 'k', 'v', 'output', 'fc1', 'fc2'] }),
  select('vpt-deep', { dropout: 0 }),
  select('bitfit'),
);
const tensors = randomTensors(network);
const compared = network.trainables.map(({ name }) => name).filter(name => !isKeyBias(name));
// The first moment after one step of plain SGD is the gradient itself.
const optimizer = optimizerSchema.parse({ name: 'sgd', learningRate: 0.1, weightDecay: 0, momentum: 0 });

const rows = <T extends Float32Array>(array: T, of: number, from: number, to: number) =>
  array.slice((from * array.length) / of, (to * array.length) / of);

/** Images `from` to `to` of a batch, with the weights that they have in the whole. */
function part(whole: MicroBatch, of: number, from: number, to: number): MicroBatch {
  const images = taken(whole.data, names.images);
  return {
    data: new Map([[names.images, rows(Float32Array.from(images), of, from, to)]]),
    targets: rows(whole.targets, of, from, to),
    sampleWeights: rows(whole.sampleWeights, of, from, to),
  };
}

const whole = microBatch(network, 4, 1);

describe.each([onnxRuntimeEngine({ threads: 2 }), referenceEngine()])('on $id', engine => {
  /** Gradients, summed loss, and logits of all, of steps of micro-batches; those of the last step. */
  async function step(microBatchSize: number, ...steps: (readonly MicroBatch[])[]) {
    const accumulate = steps.some(batches => batches.length > 1);
    const made = gradientGraph(network, microBatchSize, accumulate);
    const state = startState(network, tensors, optimizer);
    const options = { optimizer, gradientClipping: null, seed: 0 };
    const training = await createTrainingStep(engine, network, made, tensors, state, options);
    const result = { loss: 0, logits: [] as number[], gradients: new Map<string, Float32Array>() };
    for (const [index, batches] of steps.entries()) {
      for (const batch of batches) {
        const { loss, logits } = await training.accumulate(batch);
        if (index === steps.length - 1) {
          result.loss += loss;
          result.logits.push(...logits);
        }
      }
      await training.update(index === steps.length - 1 ? 0.1 : 0);
    }
    for (const name of compared) {
      result.gradients.set(name, taken(training.state.moments, updateNames.moment1(name)).slice());
    }
    await training.dispose();
    return result;
  }

  const errors = (actual: ReadonlyMap<string, Float32Array>, expected: ReadonlyMap<string, Float32Array>) =>
    worst(new Map(compared.map(name => [name, relativeError(taken(actual, name), taken(expected, name))])));

  test('gradients accumulated over micro-batches are those of the whole batch', async () => {
    const once = await step(4, [whole]);
    const [halves, quarters] = [2, 1].map(size =>
      Array.from({ length: 4 / size }, (_, i) => part(whole, 4, i * size, (i + 1) * size)),
    );
    for (const made of [await step(2, halves), await step(1, quarters)]) {
      expect(made.loss).toBeCloseTo(once.loss, 5);
      expect(relativeError(made.logits, once.logits)).toBeLessThan(1e-5);
      const [name, error] = errors(made.gradients, once.gradients);
      expect(error, name).toBeLessThan(1e-5);
    }
  });

  test('a step starts from no gradient, whatever the one before it left', async () => {
    const other = microBatch(network, 4, 9);
    const [first, second] = [part(whole, 4, 0, 2), part(whole, 4, 2, 4)];
    const alone = await step(2, [first, second]);
    const [odd, even] = [[part(other, 4, 0, 2)], [part(other, 4, 0, 2), part(other, 4, 2, 4)]];
    for (const before of [odd, even]) {
      const after = await step(2, before, [first, second]);
      // SGD without momentum: the moment is this step's gradient alone. A learning rate of 0 changed no parameter.
      for (const name of compared) expect(taken(after.gradients, name), name).toEqual(taken(alone.gradients, name));
    }
  });

  test('padding of weight 0 changes nothing, whatever its pixels are', async () => {
    const padded = (value: number): MicroBatch => {
      const images = Float32Array.from(taken(whole.data, names.images));
      images.fill(value, images.length / 2);
      return {
        data: new Map([[names.images, images]]),
        targets: whole.targets,
        sampleWeights: Float32Array.of(0.5, 0.5, 0, 0),
      };
    };
    const alone = await step(2, [{ ...part(whole, 4, 0, 2), sampleWeights: Float32Array.of(0.5, 0.5) }]);
    const zeros = await step(4, [padded(0)]);
    const hundreds = await step(4, [padded(100)]);
    expect(zeros.loss).toBeCloseTo(alone.loss, 6);
    const [name, error] = errors(zeros.gradients, alone.gradients);
    expect(error, name).toBeLessThan(1e-5);
    for (const tensor of compared) {
      expect(taken(hundreds.gradients, tensor), tensor).toEqual(taken(zeros.gradients, tensor));
    }
  });
});
