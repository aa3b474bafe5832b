import { describe, expect, test } from 'vitest';
import { type Engine, runOnce } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { loadBinding } from '../../src/engines/tensorflow/binding';
import { findAddon } from '../../src/engines/tensorflow/installation';
import { type Execution, tensorFlowEngine } from '../../src/engines/tensorflow/tensorFlowEngine';
import { gradientGraph, names } from '../../src/training/gradientGraph';
import { relativeError, taken, worst } from './closeness';
import { isKeyBias } from './keyBias';
import { gradientInputs, methodCases, otherCases } from './networks';

const batch = 3;
const addon = findAddon();

test('TensorFlow is installed where it is required', () => {
  if (process.env.REQUIRE_TENSORFLOW === '1') expect(addon, 'no addon of tfjs-node is built').not.toBeNull();
});

describe.runIf(addon !== null).each([...methodCases, ...otherCases])('%s', (_, network) => {
  const made = gradientGraph(network, batch, false);
  const inputs = gradientInputs(network, made, batch);
  const gradients = network.trainables.map(({ name }) => name).filter(name => !isKeyBias(name));
  const compared = [...gradients.map(names.gradient), names.loss, names.logits];

  test.for<Execution>(['session', 'eager'])(
    'TensorFlow in %s execution gives the loss and gradients of the reference and of ONNX Runtime within 1e-4',
    async (execution, { annotate }) => {
      const tensorflow = await runOnce(tensorFlowEngine(loadBinding(addon ?? ''), { execution }), made.graph, inputs);
      const others: readonly Engine[] = [referenceEngine(), onnxRuntimeEngine({ threads: 2 })];
      for (const engine of others) {
        const expected = await runOnce(engine, made.graph, inputs);
        const errors = compared.map(
          name => [name, relativeError(taken(tensorflow, name), taken(expected, name))] as const,
        );
        const [name, error] = worst(new Map(errors));
        await annotate(`TensorFlow against ${engine.id}: at most ${error.toExponential(1)} (${name})`);
        expect(error, `${engine.id}: ${name}`).toBeLessThan(1e-4);
      }
    },
  );
});
