import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engines/engine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { loadBinding } from '../../src/engines/tensorflow/binding';
import { findAddon } from '../../src/engines/tensorflow/installation';
import { tensorFlowEngine } from '../../src/engines/tensorflow/tensorFlowEngine';
import type { Precision } from '../../src/protocol/precision';
import { optimizerSchema } from '../../src/protocol/training';
import { gradientGraph } from '../../src/training/gradientGraph';
import { type LossScale, firstLossScale } from '../../src/training/lossScale';
import { type MicroBatch, type TrainingStep, createTrainingStep } from '../../src/training/step';
import { updateNames } from '../../src/training/updateGraph';
import { cosine, taken } from './closeness';
import { isKeyBias } from './keyBias';
import { microBatch, freshTensors, select, smallNetwork, startState } from './networks';

const addon = findAddon();
const engines: (readonly [string, () => Engine])[] = [['the reference', referenceEngine]];
if (addon !== null) {
  engines.push([
    'TensorFlow in session execution',
    () => tensorFlowEngine(loadBinding(addon), { execution: 'session' }),
  ]);
  engines.push(['TensorFlow in eager execution', () => tensorFlowEngine(loadBinding(addon), { execution: 'eager' })]);
}

const network = smallNetwork(select('vpt-deep', { dropout: 0 }), select('lora'));
const tensors = freshTensors(network);
const rows = 3;
const compared = network.trainables.map(({ name }) => name).filter(name => !isKeyBias(name));
// The first moment after one step of plain SGD is the gradient itself.
const sgd = optimizerSchema.parse({ name: 'sgd', learningRate: 0.1, weightDecay: 0, momentum: 0 });
const adamw = optimizerSchema.parse({ name: 'adamw', learningRate: 1e-3 });

function start(engine: Engine, precision: Precision, lossScale: LossScale | null, optimizer = sgd) {
  const state = { ...startState(network, tensors, optimizer), lossScale };
  const options = { optimizer, gradientClipping: null, seed: 0, precision };
  return createTrainingStep(engine, network, gradientGraph(network, rows, false), tensors, state, options);
}

const copied = (arrays: ReadonlyMap<string, Float32Array>) =>
  new Map([...arrays].map(([name, array]) => [name, array.slice()]));

const images = (seed: number) => microBatch(network, rows, seed);

/** Some of a batch of 4096, as the first step of a training sees it. */
const ofMany = (): MicroBatch => ({ ...images(1), sampleWeights: new Float32Array(rows).fill(1 / 4096) });

async function gradients(engine: Engine, precision: Precision, lossScale: LossScale | null) {
  const training = await start(engine, precision, lossScale);
  const { loss } = await training.accumulate(ofMany());
  await training.update(0.1);
  const made = copied(training.state.moments);
  await training.dispose();
  return { loss, gradients: compared.map(name => taken(made, updateNames.moment1(name))) };
}

const scaled = (scale: number): LossScale => ({ scale, updates: 0 });

describe.each(engines)('on %s', (_, engine) => {
  test('gradients that float16 can not hold are those of float32 where the loss is scaled', async ({ annotate }) => {
    const exact = await gradients(engine(), 'float32', null);
    const closeness = async (lossScale: LossScale) => {
      const made = await gradients(engine(), 'float16', lossScale);
      expect(made.loss / exact.loss).toBeCloseTo(1, 1);
      return Math.min(...made.gradients.map((array, i) => cosine(array, exact.gradients[i])));
    };
    const [plain, kept] = [await closeness(scaled(1)), await closeness(firstLossScale)];
    await annotate(`cosine at least ${plain.toFixed(3)} without, ${kept.toFixed(5)} with scaling`);
    expect(plain).toBeLessThan(0.95);
    expect(kept).toBeGreaterThan(0.9995);
  });

  test('a gradient that overflows updates nothing but the scale, and AdamW goes on as if it had not been', async () => {
    const overflowing = await start(engine(), 'float16', scaled(2 ** 40), adamw);
    const before = copied(overflowing.state.parameters);
    const advance = async (training: TrainingStep, seed: number) => {
      const { loss } = await training.accumulate(images(seed));
      return { loss, ...(await training.update(1e-3)) };
    };
    const skipped = await advance(overflowing, 1);
    expect(skipped.loss).toBeGreaterThan(0.1);
    expect(skipped).toMatchObject({ lossScale: { from: 2 ** 40, to: 2 ** 39 } });
    expect(skipped.total).not.toBeLessThan(Infinity);
    expect(overflowing.state).toMatchObject({ step: 1, skipped: 1, lossScale: scaled(2 ** 39) });
    expect(copied(overflowing.state.parameters)).toEqual(before);
    for (const moment of overflowing.state.moments.values()) expect(moment.every(value => value === 0)).toBe(true);

    let seen = skipped;
    while (!Number.isFinite(seen.total)) seen = await advance(overflowing, 1);
    const { scale } = overflowing.state.lossScale ?? firstLossScale;
    const plain = await start(engine(), 'float16', scaled(scale), adamw);
    await advance(plain, 1);
    await Promise.all([advance(overflowing, 2), advance(plain, 2)]);
    expect(copied(overflowing.state.parameters)).toEqual(copied(plain.state.parameters));
    expect(copied(overflowing.state.moments)).toEqual(copied(plain.state.moments));
    expect(overflowing.state.step - overflowing.state.skipped).toBe(2);
    await Promise.all([overflowing.dispose(), plain.dispose()]);
  });
});
