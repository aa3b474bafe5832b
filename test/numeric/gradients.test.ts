import { describe, expect, test } from 'vitest';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import type { Graph } from '../../src/graph/graph';
import { removeDeadCode } from '../../src/graph/passes/deadCode';
import { RandomStream } from '../../src/random/stream';
import { gradientGraph, names } from '../../src/training/gradientGraph';
import { runOnce } from '../../src/engines/engine';
import { largest, relativeError, taken, worst } from './closeness';
import { type Arrays64, interpreter64, widened } from './float64/interpreter';
import { isKeyBias, queryBiasOf } from './keyBias';
import { gradientInputs, methodCases, otherCases } from './networks';

const batch = 3;
const difference = 1e-5;

describe.each([...methodCases, ...otherCases])('%s', (_, network) => {
  const made = gradientGraph(network, batch, false);
  const inputs = gradientInputs(network, made, batch);
  const exact = interpreter64(made.graph)(widened(inputs));
  const tensors = network.trainables.map(({ name }) => name);
  const compared = tensors.filter(name => !isKeyBias(name)).map(names.gradient);

  test('ONNX Runtime and the reference agree within 1e-4 on every gradient, and so does float64', async ({
    annotate,
  }) => {
    const reference = await runOnce(referenceEngine(), made.graph, inputs);
    const onnx = await runOnce(onnxRuntimeEngine({ threads: 2 }), made.graph, inputs);
    const pairs: readonly (readonly [string, Numbers, Numbers])[] = [
      ['ONNX Runtime against the reference', onnx, reference],
      ['ONNX Runtime against float64', onnx, exact],
      ['the reference against float64', reference, exact],
    ];
    for (const [pair, actual, expected] of pairs) {
      const outputs = [...compared, names.loss, names.logits];
      const errors = new Map(
        outputs.map(name => [name, relativeError(taken(actual, name), taken(expected, name))] as const),
      );
      const [name, error] = worst(errors);
      await annotate(`${pair}: at most ${error.toExponential(1)} (${name})`);
      expect(error, `${pair}: ${name}`).toBeLessThan(1e-4);
    }
    for (const name of compared) expect(largest(taken(exact, name)), name).toBeGreaterThan(1e-4);
    for (const name of tensors.filter(isKeyBias)) {
      const scale = largest(taken(exact, names.gradient(queryBiasOf(name))));
      expect(scale, queryBiasOf(name)).toBeGreaterThan(1e-4);
      expect(largest(taken(exact, names.gradient(name))), name).toBeLessThan(1e-12 * scale);
      for (const found of [reference, onnx]) {
        expect(largest(taken(found, names.gradient(name))), name).toBeLessThan(1e-4 * scale);
      }
    }
  });

  test('every gradient is what finite differences of the loss find, within 1e-4', async ({ annotate }) => {
    const loss = lossAlong(made.graph, widened(inputs));
    const onnx = await runOnce(onnxRuntimeEngine({ threads: 2 }), made.graph, inputs);
    const errors = { float64: new Map<string, number>(), onnx: new Map<string, number>() };
    for (const name of tensors) {
      const output = names.gradient(name);
      const scale = largest(taken(exact, names.gradient(isKeyBias(name) ? queryBiasOf(name) : name)));
      for (const direction of directions(name, taken(exact, output))) {
        const slope = (loss(name, direction, difference) - loss(name, direction, -difference)) / (2 * difference);
        const error = (gradient: ArrayLike<number>) => Math.abs(slope - along(direction, gradient)) / scale;
        record(errors.float64, output, error(taken(exact, output)));
        record(errors.onnx, output, error(taken(onnx, output)));
      }
    }
    for (const [engine, bound] of [
      ['float64', 1e-6],
      ['onnx', 1e-4],
    ] as const) {
      const [name, error] = worst(errors[engine]);
      await annotate(`${engine} against finite differences: at most ${error.toExponential(1)} (${name})`);
      expect(error, `${engine}: ${name}`).toBeLessThan(bound);
    }
  });
});

type Numbers = ReadonlyMap<string, ArrayLike<number>>;

/** A direction in a tensor: a length for some of its elements. */
type Direction = ReadonlyMap<number, number>;

/** The loss with one tensor moved by `length` along a direction. */
function lossAlong(graph: Graph, inputs: Arrays64) {
  const run = interpreter64(
    removeDeadCode({ ...graph, outputs: graph.outputs.filter(({ name }) => name === names.loss) }),
  );
  return (name: string, direction: Direction, length: number): number => {
    const moved = taken(inputs, name).slice();
    for (const [element, share] of direction) moved[element] += length * share;
    return taken(run(new Map([...inputs, [name, moved]])), names.loss)[0];
  };
}

/** Two random directions of length 1 through all elements, the element of largest gradient, and two others. */
function directions(name: string, gradient: Float64Array): Direction[] {
  const stream = new RandomStream(7, 'directions', name);
  const through = (): Direction => {
    const shares = Array.from(gradient, () => stream.normal());
    const norm = Math.hypot(...shares);
    return new Map(shares.map((share, element) => [element, share / norm]));
  };
  const peak = gradient.reduce((best, value, i) => (Math.abs(value) > Math.abs(gradient[best]) ? i : best), 0);
  const elements = [peak, stream.integer(gradient.length), stream.integer(gradient.length)];
  return [through(), through(), ...elements.map(element => new Map([[element, 1]]))];
}

function along(direction: Direction, gradient: ArrayLike<number>): number {
  return [...direction].reduce((sum, [element, share]) => sum + share * gradient[element], 0);
}

function record(errors: Map<string, number>, name: string, error: number): void {
  errors.set(name, Math.max(errors.get(name) ?? 0, error));
}
