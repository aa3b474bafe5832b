import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../src/backbones/architecture';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { removeDeadCode } from '../../src/graph/passes/deadCode';
import type { MethodSelection } from '../../src/methods/instances';
import { RandomStream } from '../../src/random/stream';
import { gradientGraph, names } from '../../src/training/gradientGraph';
import { describeNetwork } from '../../src/training/network';
import { runOnce } from '../../src/engines/engine';
import { largest, relativeError, taken, worst } from './closeness';
import { interpreter64, widened } from './float64/interpreter';
import { isKeyBias } from './keyBias';
import { gradientInputs, select, smallArchitecture } from './networks';

const batch = 2;

/** What real checkpoints change of a plain Vision Transformer. */
const variants: readonly (readonly [title: string, changes: Partial<Architecture>])[] = [
  ['LayerScale and registers', { layerScale: true, registers: 2 }],
  ['SwiGLU', { layerScale: true, mlp: 'swiglu', mlpWidth: 40 }],
  ['CLIP', { embeddingNorm: true, patchBias: false, activation: 'quick-gelu', projection: 10 }],
  ['the mean over patches', { pooling: 'mean', registers: 1 }],
  ['CLS and the mean over patches', { pooling: 'cls-mean', layerScale: true }],
];

const everyTarget = { targets: ['q', 'k', 'v', 'output', 'fc1', 'fc2'] };
const methods: readonly (readonly [title: string, selections: readonly MethodSelection[]])[] = [
  ['full', [select('full')]],
  ['lora and vpt-deep', [select('lora', everyTarget), select('vpt-deep', { prompts: 3 })]],
  ['ssf and vpt-shallow', [select('ssf'), select('vpt-shallow', { prompts: 3 })]],
  ['adaptformer, pfeiffer and bitfit', [select('adaptformer'), select('pfeiffer'), select('bitfit')]],
];

describe.each(variants)('%s', (_, changes) => {
  describe.each(methods)('%s', (_, selections) => {
    const network = describeNetwork({ ...smallArchitecture, ...changes }, selections, 4);
    const made = gradientGraph(network, batch, false);
    const inputs = gradientInputs(network, made, batch);
    const exact = interpreter64(made.graph)(widened(inputs));
    const compared = network.trainables.map(({ name }) => name).filter(name => !isKeyBias(name));

    test('every gradient on both engines is the one in float64 within 1e-4', async ({ annotate }) => {
      for (const engine of [onnxRuntimeEngine({ threads: 2 }), referenceEngine()]) {
        const found = await runOnce(engine, made.graph, inputs);
        const outputs = [...compared.map(names.gradient), names.loss, names.logits];
        const errors = new Map(outputs.map(name => [name, relativeError(taken(found, name), taken(exact, name))]));
        const [name, error] = worst(errors);
        await annotate(`${engine.id}: at most ${error.toExponential(1)} (${name})`);
        expect(error, name).toBeLessThan(1e-4);
      }
      for (const name of compared) expect(largest(taken(exact, names.gradient(name))), name).toBeGreaterThan(1e-5);
    });

    test('every gradient in float64 is what finite differences of the loss find', () => {
      const lossAlone = made.graph.outputs.filter(({ name }) => name === names.loss);
      const run = interpreter64(removeDeadCode({ ...made.graph, outputs: lossAlone }));
      const errors = new Map<string, number>();
      for (const name of compared) {
        const gradient = taken(exact, names.gradient(name));
        const stream = new RandomStream(7, 'direction', name);
        const direction = Float64Array.from(gradient, () => stream.normal() / Math.sqrt(gradient.length));
        const loss = (length: number): number => {
          const moved = Float64Array.from(taken(inputs, name), (value, i) => value + length * direction[i]);
          return taken(run(new Map([...widened(inputs), [name, moved]])), names.loss)[0];
        };
        const slope = (loss(1e-5) - loss(-1e-5)) / 2e-5;
        const along = gradient.reduce((sum, value, i) => sum + value * direction[i], 0);
        errors.set(name, Math.abs(slope - along) / largest(gradient));
      }
      const [name, error] = worst(errors);
      expect(error, name).toBeLessThan(1e-6);
    });
  });
});
