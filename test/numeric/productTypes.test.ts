import { describe, expect, test } from 'vitest';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { type TensorFlowBinding, loadBinding } from '../../src/engines/tensorflow/binding';
import { findAddon } from '../../src/engines/tensorflow/installation';
import { elementTypes } from '../../src/engines/tensorflow/instructions';
import { precisionsOf } from '../../src/engines/tensorflow/precisions';
import { type Execution, tensorFlowEngine } from '../../src/engines/tensorflow/tensorFlowEngine';
import type { Graph } from '../../src/graph/graph';
import { chooseCut, prefixGraph, remainderGraph } from '../../src/graph/passes/frozenPrefix';
import { castProducts, lowerPrecision } from '../../src/graph/passes/lowerPrecision';
import type { Precision } from '../../src/protocol/precision';
import type { Network } from '../../src/training/network';
import { gradientGraph, names } from '../../src/training/gradientGraph';
import { runOnce } from '../../src/engines/engine';
import { cosine, relativeError, taken, worst } from './closeness';
import { isKeyBias } from './keyBias';
import { gradientInputs, methodCases, select, smallNetwork } from './networks';

type Arrays = ReadonlyMap<string, Float32Array | Int32Array>;

const batch = 3;
const addon = findAddon();
const executions: readonly Execution[] = ['session', 'eager'];

/**
 * `roundoff` is the most by which rounding changes a number, of itself. Two engines that add in another order round a
 * result to neighbours of which they are equally right, here and there, by two of it; what follows from that in later
 * products adds up to at most `apart` (measured: 2.6 and 6.8). `alike` is the cosine of gradients in this type and in
 * float32 (measured: at least 0.9978 and 0.99998).
 */
const lower = {
  bfloat16: { roundoff: 2 ** -8, apart: 8, alike: 0.995, lossScale: 1 },
  float16: { roundoff: 2 ** -11, apart: 16, alike: 0.9999, lossScale: 2 ** 10 },
} as const;

function caseOf(network: Network, lossScale: number) {
  const made = gradientGraph(network, batch, false);
  const inputs = gradientInputs(network, made, batch);
  const weights = taken(inputs, names.sampleWeights).map(weight => weight * lossScale);
  return { graph: made.graph, inputs: new Map([...inputs, [names.sampleWeights, weights] as const]) };
}

/** What is compared: the softmax has no gradient of key biases but rounding. */
const comparedOf = ({ trainables }: Network) => [
  ...trainables.flatMap(({ name }) => (isKeyBias(name) ? [] : [names.gradient(name)])),
  names.loss,
  names.logits,
];

const worstError = (compared: readonly string[], actual: Arrays, expected: Arrays) =>
  worst(new Map(compared.map(name => [name, relativeError(taken(actual, name), taken(expected, name))])));

describe.each(methodCases)('%s', (_, network) => {
  const compared = comparedOf(network);

  describe.each(['bfloat16', 'float16'] as const)('in %s', type => {
    const { roundoff, apart, alike, lossScale } = lower[type];
    const { graph, inputs } = caseOf(network, lossScale);
    const lowered = lowerPrecision(graph, type);
    const emulated = runOnce(referenceEngine(), lowered, inputs);

    test('the reference rounds, and its gradients point where those of float32 do', async ({ annotate }) => {
      const [actual, exact] = [await emulated, await runOnce(referenceEngine(), graph, inputs)];
      const cosines = compared.map(name => [name, cosine(taken(actual, name), taken(exact, name))] as const);
      const [name, least] = cosines.reduce((a, b) => (b[1] < a[1] ? b : a));
      await annotate(`cosine at least ${least.toFixed(5)} (${name})`);
      expect(least, name).toBeGreaterThan(alike);
      expect(relativeError(taken(actual, names.logits), taken(exact, names.logits))).toBeGreaterThan(roundoff / 8);
    });

    test.runIf(addon !== null).for(executions)(
      'TensorFlow in %s execution gives the loss and gradients of the reference',
      async (execution, { annotate }) => {
        const actual = await runOnce(tensorFlowEngine(loadBinding(addon ?? ''), { execution }), lowered, inputs);
        const [name, error] = worstError(compared, actual, await emulated);
        await annotate(`${(error / roundoff).toFixed(2)} roundoffs (${name})`);
        expect(error / roundoff, name).toBeLessThan(apart);
      },
    );
  });
});

const whole = smallNetwork(select('full'));

test('ONNX Runtime gives the loss and gradients of the reference in float16', async ({ annotate }) => {
  const { roundoff, lossScale } = lower.float16;
  const { graph, inputs } = caseOf(whole, lossScale);
  const lowered = lowerPrecision(graph, 'float16');
  const actual = await runOnce(onnxRuntimeEngine({ threads: 2 }), lowered, inputs);
  const [name, error] = worstError(comparedOf(whole), actual, await runOnce(referenceEngine(), lowered, inputs));
  await annotate(`${(error / roundoff).toFixed(2)} roundoffs (${name})`);
  // Its processor has no products of float16: it casts back for them, and leaves out roundings in between.
  expect(error / roundoff, name).toBeLessThan(32);
});

test.runIf(addon !== null).for(executions)(
  'products in float64, which stand for float32 beside TF32, are those of float32 on TensorFlow in %s execution',
  async execution => {
    const { graph, inputs } = caseOf(whole, 1);
    const engine = tensorFlowEngine(loadBinding(addon ?? ''), { execution });
    const actual = await runOnce(engine, castProducts(graph, 'float64'), inputs);
    const [name, error] = worstError(comparedOf(whole), actual, await runOnce(referenceEngine(), graph, inputs));
    expect(error, name).toBeLessThan(1e-5);
  },
);

test('a frozen prefix and what goes on from it are lowered to the numbers of the whole', async () => {
  const { graph, inputs } = caseOf(smallNetwork(select('lora', { layers: 'last-1' })), 1);
  const cut = chooseCut(graph, batch, 1e9);
  if (!cut) throw new Error('Nothing of this graph is worth keeping.');
  const run = (part: Graph, given: Arrays) => runOnce(referenceEngine(), lowerPrecision(part, 'bfloat16'), given);
  const kept = await run(prefixGraph(graph, cut), inputs);
  const rest = await run(remainderGraph(graph, cut, graph), new Map([...inputs, ...kept]));
  expect(rest).toEqual(await run(graph, inputs));
});

describe.runIf(addon !== null)('TensorFlow', () => {
  test('finds out which types it multiplies in, and leaves nothing behind', () => {
    const binding = loadBinding(addon ?? '');
    const before = binding.getNumOfTensors();
    expect(precisionsOf(binding)).toEqual(
      expect.arrayContaining(['float32', 'bfloat16', 'float16'] satisfies readonly Precision[]),
    );
    const without: TensorFlowBinding = {
      ...binding,
      // What the addon declares is not enumerable.
      ...{ TF_ATTR_TYPE: binding.TF_ATTR_TYPE, TF_ATTR_BOOL: binding.TF_ATTR_BOOL, TF_ATTR_INT: binding.TF_ATTR_INT },
      isUsingGpuDevice: () => false,
      createTensor: (...given) => binding.createTensor(...given),
      deleteTensor: id => binding.deleteTensor(id),
      tensorDataSync: id => binding.tensorDataSync(id),
      executeOp: (operation, attributes, ...rest) => {
        const isLower = attributes.some(({ name, value }) => name === 'T' && value === elementTypes.bfloat16);
        if (operation === 'MatMul' && isLower) throw new Error('Could not find device for node: {{node MatMul}}');
        return binding.executeOp(operation, attributes, ...rest);
      },
    };
    expect(precisionsOf(without)).not.toContain('bfloat16');
    expect(precisionsOf(without)).toContain('float16');
    expect(binding.getNumOfTensors()).toBe(before);
  });
});
