import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { type TensorFlowBinding, loadBinding } from '../../src/engines/tensorflow/binding';
import { findAddon } from '../../src/engines/tensorflow/installation';
import { type Execution, tensorFlowEngine } from '../../src/engines/tensorflow/tensorFlowEngine';
import { type Optimizer, optimizerSchema } from '../../src/protocol/training';
import { gradientGraph } from '../../src/training/gradientGraph';
import type { Network } from '../../src/training/network';
import { type TrainingStep, createTrainingStep } from '../../src/training/step';
import { largest, largestDifference, taken, worst } from './closeness';
import { isKeyBias } from './keyBias';
import { freshTensors, methodCases, microBatch, select, smallNetwork, startState } from './networks';

const addon = findAddon();
const batch = 3;
const executions: readonly Execution[] = ['session', 'eager'];
const adamw = optimizerSchema.parse({ name: 'adamw', learningRate: 1e-3, weightDecay: 0.01 });
const sgd = optimizerSchema.parse({ name: 'sgd', learningRate: 1e-2, weightDecay: 1e-3 });
const severalMethods = smallNetwork(select('lora', { dropout: 0.1 }), select('vpt-deep'), select('bitfit'));

function start(engine: Engine, network: Network, optimizer: Optimizer, accumulate = false): Promise<TrainingStep> {
  const tensors = freshTensors(network);
  const made = gradientGraph(network, batch, accumulate);
  const state = startState(network, tensors, optimizer);
  return createTrainingStep(engine, network, made, tensors, state, { optimizer, gradientClipping: 1, seed: 3 });
}

/** One step of some micro-batches, and what it computed. */
async function advance(training: TrainingStep, network: Network, step: number, microBatches = 1) {
  let loss = 0;
  for (let i = 0; i < microBatches; i++) {
    loss += (await training.accumulate(microBatch(network, batch, (step * microBatches + i) % 4))).loss;
  }
  // The rate rises: AdamW's first step is the rate times g / (|g| + 1e-8), and a tensor that starts at zero is all that.
  const { total } = await training.update(1e-3 * Math.min(1, (step + 1) / 5));
  return { loss, total };
}

/** The largest difference of two engines' tensors after so many steps, of the largest value that each takes. */
async function divergence(a: Engine, b: Engine, network: Network, optimizer: Optimizer, microBatches = 1) {
  const trainings = [await start(a, network, optimizer, true), await start(b, network, optimizer, true)] as const;
  for (let step = 0; step < 12; step++) {
    const [actual, expected] = [
      await advance(trainings[0], network, step, microBatches),
      await advance(trainings[1], network, step, microBatches),
    ];
    expect(Math.abs(actual.loss / expected.loss - 1), `loss of step ${step}`).toBeLessThan(1e-3);
    expect(Math.abs(actual.total / expected.total - 1), `gradient of step ${step}`).toBeLessThan(1e-3);
  }
  const names = network.trainables.map(({ name }) => name).filter(name => !isKeyBias(name));
  const [actual, expected] = trainings.map(({ state }) => state.parameters);
  const errors = names.map(name => {
    const values = taken(expected, name);
    return [name, largestDifference(taken(actual, name), values) / largest(values)] as const;
  });
  await Promise.all(trainings.map(training => training.dispose()));
  return worst(new Map(errors));
}

/** A binding that fails in a run of its own, once told to. */
function failing(binding: TensorFlowBinding) {
  let left = Infinity;
  const counted = <T>(work: () => T): T => {
    if (left-- <= 0) throw new Error('Invalid TF_Status: 8\nMessage: OOM when allocating tensor\n\t[[{{node X}}]]');
    return work();
  };
  const { TF_Version, TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_INT, TF_ATTR_FLOAT } = binding;
  const made: TensorFlowBinding = {
    ...{ TF_Version, TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_INT, TF_ATTR_FLOAT },
    isUsingGpuDevice: () => binding.isUsingGpuDevice(),
    createTensor: (shape, dtype, data) => binding.createTensor(shape, dtype, data),
    deleteTensor: id => binding.deleteTensor(id),
    tensorDataSync: id => binding.tensorDataSync(id),
    executeOp: (...operation) => counted(() => binding.executeOp(...operation)),
    loadSavedModel: (folder, tags) => binding.loadSavedModel(folder, tags),
    runSavedModel: (...run) => counted(() => binding.runSavedModel(...run)),
    deleteSavedModel: session => binding.deleteSavedModel(session),
    getNumOfTensors: () => binding.getNumOfTensors(),
  };
  return { binding: made, failAfter: (runs: number) => (left = runs) };
}

describe.runIf(addon !== null)('TensorFlow', () => {
  const binding = addon === null ? null : loadBinding(addon);
  const engine = (execution: Execution, of = binding) => {
    if (of === null) throw new Error('There is no addon.');
    return tensorFlowEngine(of, { execution });
  };
  const onnx = onnxRuntimeEngine({ threads: 2 });

  test.each(methodCases.flatMap(([id, network]) => [adamw, sgd].map(optimizer => ({ id, network, optimizer }))))(
    '12 steps of $id with $optimizer.name stay within 1e-3 of ONNX Runtime',
    async ({ network, optimizer }) => {
      const [name, error] = await divergence(engine('session'), onnx, network, optimizer);
      expect(error, name).toBeLessThan(1e-3);
    },
  );

  describe.each(executions)('in %s execution', execution => {
    test('steps of two micro-batches stay within 1e-3 of ONNX Runtime', async () => {
      const [name, error] = await divergence(engine(execution), onnx, severalMethods, adamw, 2);
      expect(error, name).toBeLessThan(1e-3);
    });

    test('the same steps give the same bits each time', async () => {
      const run = async () => {
        const training = await start(engine(execution), severalMethods, adamw);
        const losses = [];
        for (let step = 0; step < 4; step++) losses.push(await advance(training, severalMethods, step));
        const { parameters, moments } = training.state;
        await training.dispose();
        return { losses, tensors: new Map([...parameters, ...moments]) };
      };
      expect(await run()).toEqual(await run());
    });

    test('steps leave no tensors behind, and nothing is left once the step is disposed of', async () => {
      const before = binding?.getNumOfTensors();
      const training = await start(engine(execution), severalMethods, adamw);
      await advance(training, severalMethods, 0);
      const after = binding?.getNumOfTensors();
      for (let step = 1; step < 4; step++) await advance(training, severalMethods, step);
      expect(binding?.getNumOfTensors()).toBe(after);
      await training.dispose();
      expect(binding?.getNumOfTensors()).toBe(before);
    });

    test.each([0, 1, 2])('failing after %i more runs, it says why and leaves the state and no tensors', async runs => {
      if (binding === null) throw new Error('There is no addon.');
      const { binding: breaking, failAfter } = failing(binding);
      const training = await start(engine(execution, breaking), severalMethods, adamw);
      await advance(training, severalMethods, 0);
      const tensors = binding.getNumOfTensors();
      const before = new Map([...training.state.parameters].map(([name, array]) => [name, array.slice()]));
      // In a session a run is a whole graph: the gradient's, then the update's.
      failAfter(execution === 'session' ? Math.min(runs, 1) : 40 * runs);
      await expect(advance(training, severalMethods, 1)).rejects.toThrow(
        /^TensorFlow could not run .*: OOM when allocating tensor; set a smaller training.microBatchSize, /,
      );
      failAfter(Infinity);
      expect(training.state.parameters).toEqual(before);
      expect(training.state.step).toBe(1);
      // Accumulated gradients may be there now that were not between the steps, one for each tensor.
      expect(binding.getNumOfTensors() - tensors).toBeLessThanOrEqual(severalMethods.trainables.length);
      await training.dispose();
    });
  });
});
