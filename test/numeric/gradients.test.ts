import { describe, expect, test } from 'vitest';
import { type Engine, allocateOutputs } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { methods } from '../../src/methods/catalogue';
import { type GradientGraph, gradientGraph, names } from '../../src/training/gradientGraph';
import type { Network } from '../../src/training/network';
import { randomArray, randomTensors, select, smallNetwork } from './networks';

const batch = 3;

function feeds(network: Network, made: GradientGraph): Map<string, Float32Array> {
  const { imageSize } = network.architecture;
  const buffers = randomTensors(network);
  buffers.set(names.images, randomArray(batch * 3 * imageSize ** 2, 2, 'images'));
  buffers.set(names.targets, Float32Array.from({ length: batch * 4 }, (_, i) => (i % 5 === 0 ? 0.9 : 0.1 / 3)));
  buffers.set(names.sampleWeights, Float32Array.of(0.5, 0.5, 0));
  for (const mask of made.masks) {
    const size = mask.shape.reduce((a, b) => a * b, 1);
    buffers.set(mask.name, randomArray(size, 4, mask.name).map(x => (x > -1 ? 1 / (1 - mask.rate) : 0)));
  }
  return buffers;
}

async function run(engine: Engine, made: GradientGraph, inputs: Map<string, Float32Array>) {
  const executable = await engine.prepare(made.graph);
  const outputs = allocateOutputs(made.graph);
  await executable.run(inputs, outputs);
  await executable.dispose();
  return outputs;
}

/** Largest difference over the largest magnitude of the reference. */
function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let magnitude = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    magnitude = Math.max(magnitude, Math.abs(expected[i]));
  }
  return difference / Math.max(magnitude, 1e-8);
}

const cases = methods.map(({ id }) => [id, id === 'lora' ? { targets: ['q', 'k', 'v', 'output', 'fc1', 'fc2'] } : {}] as const);

describe.each(cases)('%s', (id, set) => {
  const network = smallNetwork(select(id, set));
  const made = gradientGraph(network, batch, false);
  const inputs = feeds(network, made);

  test('every gradient on ONNX Runtime equals the reference within 1e-4', async () => {
    const expected = await run(referenceEngine(), made, inputs);
    const actual = await run(onnxRuntimeEngine({ threads: 2 }), made, inputs);
    for (const [name, values] of expected) {
      const found = actual.get(name);
      expect(relativeError(found ?? [], values), name).toBeLessThan(1e-4);
      expect(values.some(value => value !== 0), `${name} is not zero`).toBe(true);
    }
  });
});
