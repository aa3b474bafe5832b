import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Engine, runOnce } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { type Optimizer, optimizerSchema } from '../../src/protocol/training';
import { gradientGraph, names } from '../../src/training/gradientGraph';
import type { Network } from '../../src/training/network';
import { createTrainingStep } from '../../src/training/step';
import { momentsOf, updateGraph, updateNames } from '../../src/training/updateGraph';
import steps from '../fixtures/optimizer/steps.json';
import { relativeError, taken } from './closeness';
import { isKeyBias } from './keyBias';
import { microBatch, randomTensors, select, smallNetwork, startState } from './networks';

const engines = [onnxRuntimeEngine({ threads: 2 }), referenceEngine()];
const arrays = z.record(z.string(), z.array(z.number()));
const fixture = z
  .object({
    tensors: z.array(z.object({ name: z.string(), shape: z.array(z.number()), decay: z.boolean() })),
    initial: arrays,
    learningRates: z.array(z.number()),
    gradients: z.array(arrays),
    cases: z.array(
      z.object({
        title: z.string(),
        optimizer: optimizerSchema,
        clipping: z.number().nullable(),
        steps: z.array(z.object({ norm: z.number(), parameters: arrays })),
      }),
    ),
  })
  .parse(steps);

type Arrays = ReadonlyMap<string, Float32Array>;

/** Runs the update's graph alone, with these gradients. */
async function update(
  engine: Engine,
  network: Network,
  { optimizer, clipping }: (typeof fixture.cases)[number],
  state: { readonly parameters: Arrays; readonly moments: Arrays },
  gradients: Readonly<Record<string, number[]>>,
  rate: number,
  step: number,
) {
  const [beta1, beta2] = optimizer.name === 'adamw' ? [optimizer.beta1, optimizer.beta2] : [0, 0];
  const outputs = await runOnce(
    engine,
    updateGraph(network, optimizer, clipping),
    new Map([
      ...state.parameters,
      ...state.moments,
      ...Object.entries(gradients).map(([name, values]) => [names.gradient(name), Float32Array.from(values)] as const),
      [updateNames.learningRate, Float32Array.of(rate)],
      [updateNames.correction1, Float32Array.of(1 - beta1 ** step)],
      [updateNames.correction2, Float32Array.of(1 - beta2 ** step)],
    ]),
  );
  const updated = (of: Arrays): Arrays =>
    new Map([...of.keys()].map(name => [name, Float32Array.from(taken(outputs, updateNames.updated(name)))]));
  const [norm] = taken(outputs, updateNames.gradientNorm);
  return { norm, parameters: updated(state.parameters), moments: updated(state.moments) };
}

describe.each(engines)('on $id', engine => {
  test.for(fixture.cases)('five steps of PyTorch: $title', async expected => {
    const trainables = fixture.tensors.map(tensor => {
      return { ...tensor, layer: 0, initialization: 'pretrained' } as const;
    });
    const network: Network = { ...smallNetwork(select('linear')), trainables };
    const initial = new Map(
      Object.entries(fixture.initial).map(([name, values]) => [name, Float32Array.from(values)] as const),
    );
    const zeros = momentsOf(expected.optimizer).flatMap(moment =>
      [...initial].map(([name, values]) => [moment(name), new Float32Array(values.length)] as const),
    );
    let state: { readonly parameters: Arrays; readonly moments: Arrays } = {
      parameters: initial,
      moments: new Map(zeros),
    };
    for (const [i, { norm, parameters }] of expected.steps.entries()) {
      const rate = fixture.learningRates[i];
      const made = await update(engine, network, expected, state, fixture.gradients[i], rate, i + 1);
      expect(made.norm).toBeCloseTo(norm, 5);
      for (const [name, values] of Object.entries(parameters)) {
        expect(relativeError(taken(made.parameters, name), values), `${name}, step ${i + 1}`).toBeLessThan(2e-6);
      }
      state = made;
    }
  });

  const cases: readonly { optimizer: Optimizer; clipping: number | null; title: string }[] = [
    { name: 'adamw', weightDecay: 0.1, learningRate: 0.01 } as const,
    { name: 'sgd', weightDecay: 0.1, learningRate: 0.5, momentum: 0.8 } as const,
  ].flatMap(given => [
    { title: given.name, optimizer: optimizerSchema.parse(given), clipping: null },
    {
      title: `${given.name} with decay of everything, clipped`,
      optimizer: optimizerSchema.parse({ ...given, decayAll: true }),
      clipping: 0.05,
    },
  ]);
  test.for(cases)('three training steps follow the formulas in float64: $title', async ({ optimizer, clipping }) => {
    const network = smallNetwork(select('lora', { dropout: 0 }), select('bitfit'));
    const tensors = randomTensors(network);
    const made = gradientGraph(network, 2, false);
    const options = { optimizer, gradientClipping: clipping, seed: 0 };
    const state = startState(network, tensors, optimizer);
    const training = await createTrainingStep(engine, network, made, tensors, state, options);
    let expected: State64 = {
      parameters: new Map([...state.parameters].map(([name, array]) => [name, Float64Array.from(array)])),
      moments: new Map([...state.moments].map(([name, array]) => [name, Float64Array.from(array)])),
    };
    for (const step of [1, 2, 3]) {
      const batch = microBatch(network, 2, step);
      const gradients = await runOnce(
        engine,
        made.graph,
        new Map([
          ...tensors,
          ...training.state.parameters,
          [names.targets, batch.targets],
          [names.sampleWeights, batch.sampleWeights],
          [names.images, taken(batch.data, names.images)],
        ]),
      );
      await training.accumulate(batch);
      const rate = optimizer.learningRate / step;
      const { total: norm } = await training.update(rate);
      const after = formulas(network, optimizer, clipping, rate, step, expected, name =>
        taken(gradients, names.gradient(name)),
      );
      expected = after;
      expect(norm / after.norm).toBeCloseTo(1, 5);
      // The gradient of a key bias is noise, and AdamW makes whole steps of it.
      for (const [name, values] of expected.parameters) {
        if (isKeyBias(name)) continue;
        expect(relativeError(taken(training.state.parameters, name), values), `${name}, step ${step}`).toBeLessThan(
          1e-5,
        );
      }
    }
    await training.dispose();
  });
});

interface State64 {
  readonly parameters: ReadonlyMap<string, Float64Array>;
  readonly moments: ReadonlyMap<string, Float64Array>;
}

/** `torch.optim.AdamW`, `torch.optim.SGD` and `clip_grad_norm_` as PyTorch documents them, one number at a time. */
function formulas(
  network: Network,
  optimizer: Optimizer,
  clipping: number | null,
  rate: number,
  step: number,
  state: State64,
  gradientOf: (name: string) => ArrayLike<number>,
): State64 & { readonly norm: number } {
  const parameters = new Map<string, Float64Array>();
  const moments = new Map<string, Float64Array>();
  const norm = Math.hypot(...network.trainables.map(({ name }) => Math.hypot(...Array.from(gradientOf(name)))));
  const factor = clipping === null ? 1 : Math.min(1, clipping / (norm + 1e-6));
  for (const { name, shape } of network.trainables) {
    const matrix = shape.length > 1;
    const decay = optimizer.decayAll || matrix ? optimizer.weightDecay : 0;
    const [before, gradient] = [taken(state.parameters, name), gradientOf(name)];
    const m = taken(state.moments, updateNames.moment1(name)).slice();
    const v = state.moments.get(updateNames.moment2(name))?.slice();
    const after = before.map((parameter, i) => {
      let g = gradient[i] * factor;
      if (optimizer.name === 'sgd') {
        g += decay * parameter;
        m[i] = step > 1 ? optimizer.momentum * m[i] + g : g;
        return parameter - rate * m[i];
      }
      if (!v) throw new Error('AdamW has a second moment.');
      const { beta1, beta2, epsilon } = optimizer;
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      const [mean, square] = [m[i] / (1 - beta1 ** step), v[i] / (1 - beta2 ** step)];
      return parameter - rate * decay * parameter - (rate * mean) / (Math.sqrt(square) + epsilon);
    });
    parameters.set(name, after);
    moments.set(updateNames.moment1(name), m);
    if (v) moments.set(updateNames.moment2(name), v);
  }
  return { parameters, moments, norm };
}
