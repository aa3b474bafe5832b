import { expect, test } from 'vitest';
import { findArchitecture } from '../backbones/architecture';
import { sizeOf } from '../backbones/parameter';
import { allocateOutputs, bound } from '../engines/engine';
import { onnxRuntimeEngine } from '../engines/onnxruntime/onnxRuntimeEngine';
import { RandomStream } from '../random/stream';
import { gradientGraph } from '../training/gradientGraph';
import { type DataParallelOptions, dataParallelEngine } from './dataParallel';
import { gradientComputation, pretrainedNetwork } from './gradientWorker';

const architecture = findArchitecture('vit-nano-patch8-16');
const classes = 5;
const microBatch = 4;
const engine = onnxRuntimeEngine({ threads: 1 });
const whole = gradientGraph(pretrainedNetwork(architecture, classes), microBatch, false);

function options(shards: number): DataParallelOptions {
  return {
    start: task => {
      const ready = gradientComputation(task, engine);
      return { compute: async () => (await ready)(), end: () => Promise.resolve() };
    },
    architecture,
    classes,
    microBatch,
    shards,
  };
}

function randomInputs(): Map<string, Float32Array> {
  return new Map(
    whole.graph.inputs.map(({ name, value }) => {
      const stream = new RandomStream(0, name);
      return [
        name,
        Float32Array.from({ length: sizeOf(whole.graph.values[value].shape) }, () => 0.2 * stream.normal()),
      ];
    }),
  );
}

test('shards give the loss, logits and gradients of the whole micro-batch', async () => {
  const inputs = randomInputs();
  const expected = allocateOutputs(whole.graph);
  await (await engine.prepare(whole.graph)).run(inputs, expected);
  const outputs = allocateOutputs(whole.graph);
  const sharded = await dataParallelEngine(engine, whole, options(2)).prepare(whole.graph);
  await sharded.run(inputs, outputs);
  await sharded.run(inputs, outputs);
  await sharded.dispose();
  for (const [name, array] of expected) {
    const found = bound(outputs, name);
    const largest = Math.max(...Array.from(array, Math.abs));
    const farthest = Math.max(...Array.from(array, (value, i) => Math.abs(value - found[i])));
    expect(farthest, name).toBeLessThanOrEqual(1e-5 * Math.max(1, largest));
    expect(largest, name).toBeGreaterThan(0);
  }
});

test('a micro-batch that does not divide is refused', () => {
  expect(() => dataParallelEngine(engine, whole, options(3))).toThrow('4 images are not divisible by 3');
});
