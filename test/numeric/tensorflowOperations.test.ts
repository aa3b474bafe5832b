import { expect, test } from 'vitest';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { loadBinding } from '../../src/engines/tensorflow/binding';
import { findAddon } from '../../src/engines/tensorflow/installation';
import { lower } from '../../src/engines/tensorflow/lower';
import { type Execution, tensorFlowEngine } from '../../src/engines/tensorflow/tensorFlowEngine';
import type { Graph } from '../../src/graph/graph';
import { lowerPrecision } from '../../src/graph/passes/lowerPrecision';
import { optimizerSchema } from '../../src/protocol/training';
import { checkedNetworks, requireAgreement } from '../../src/training/agreement';
import { gradientGraph } from '../../src/training/gradientGraph';
import { updateGraph } from '../../src/training/updateGraph';
import { methodCases, otherCases } from './networks';

/**
 * Attributes of operations as TensorFlow 2.7 knows them, the oldest that is installed. They are in the first of TensorFlow's
 * records of each operation (tensorflow/core/ops/compat/ops_history_v2/<operation>.pbtxt), but for Cast's Truncate and
 * Fill's index_type, which are in the second and which tfjs-node's own kernels send. What came later, such as `grad_x` of
 * BatchMatMulV2, is unknown to it, and an operation with an unknown attribute does not run.
 */
const known: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['AddV2', 'Erf', 'Exp', 'Greater', 'Identity', 'Less', 'Log', 'Minimum', 'Mul', 'Neg', 'RealDiv', 'Relu', 'Rsqrt']
      .concat(['SelectV2', 'Sigmoid', 'Softmax', 'Sqrt', 'Square', 'Sub'])
      .map(operation => [operation, 'T']),
  ),
  ...Object.fromEntries(['Max', 'Mean', 'Sum'].map(operation => [operation, 'T Tidx keep_dims'])),
  BatchMatMulV2: 'T adj_x adj_y',
  BiasAdd: 'T',
  Cast: 'SrcT DstT Truncate',
  ConcatV2: 'N T Tidx',
  Fill: 'T index_type',
  MatMul: 'transpose_a transpose_b T',
  Pack: 'N T axis',
  PadV2: 'T Tpaddings',
  Reshape: 'T Tshape',
  Slice: 'T Index',
  SplitV: 'num_split T Tlen',
  Transpose: 'T Tperm',
};

/** What an engine is asked to run in training these networks. */
function emitted(graphs: Iterable<Graph>): Map<string, Set<string>> {
  const operations = new Map<string, Set<string>>();
  for (const graph of graphs) {
    for (const { operation, attributes } of lower(graph).instructions) {
      const names = operations.get(operation) ?? new Set();
      Object.keys(attributes).forEach(name => names.add(name));
      operations.set(operation, names);
    }
  }
  return operations;
}

function* everyGraph(): Generator<Graph> {
  for (const [, network] of [...methodCases, ...otherCases]) {
    const { graph } = gradientGraph(network, 3, true);
    for (const precision of ['float32', 'bfloat16', 'float16'] as const) yield lowerPrecision(graph, precision);
    for (const name of ['adamw', 'sgd'] as const) yield updateGraph(network, optimizerSchema.parse({ name }), 1, true);
  }
}

test('whatever is trained, TensorFlow 2.7 knows every operation and attribute', () => {
  for (const [operation, attributes] of emitted(everyGraph())) {
    expect(known, operation).toHaveProperty(operation);
    expect(known[operation].split(' '), operation).toEqual(expect.arrayContaining([...attributes]));
  }
});

/** Of a float16 update alone, which is not checked: whether its gradients are finite. */
const unchecked = ['Identity', 'Less'];

test('what an installation is checked with has every operation that is trained with', () => {
  const adamw = optimizerSchema.parse({ name: 'adamw' });
  const checked = emitted(
    checkedNetworks().flatMap(network => [gradientGraph(network, 3, false).graph, updateGraph(network, adamw, 1)]),
  );
  const missing = [...emitted(everyGraph()).keys()].filter(operation => !checked.has(operation));
  expect(missing.sort()).toEqual(unchecked);
});

const addon = findAddon();

test.runIf(addon !== null).for<Execution>(['session', 'eager'])(
  'the TensorFlow that is here passes that check in %s execution',
  async execution => {
    const engine = tensorFlowEngine(loadBinding(addon ?? ''), { execution });
    await expect(requireAgreement(engine, referenceEngine())).resolves.toBeUndefined();
  },
);
