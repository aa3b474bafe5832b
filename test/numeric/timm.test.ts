import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCheckpoint } from '../../src/backbones/checkpoint/loadCheckpoint';
import { type Engine, runOnce } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { capture } from '../../src/graph/capture';
import type { Graph } from '../../src/graph/graph';
import { optimize } from '../../src/graph/optimize';
import { evaluationGraph } from '../../src/training/evaluationGraph';
import { names } from '../../src/training/gradientGraph';
import { type Network, captureNetwork, describeNetwork } from '../../src/training/network';
import { type VitFixture, readSmallFixture, readTinyFixture } from '../fixtures/vit/fixture';
import { writeTinyCheckpoint } from '../fixtures/vit/tinyWeights';
import { largest, largestDifference, relativeError, taken } from './closeness';
import { select } from './networks';

const tolerance = 1e-4;

/** The gradient of sum(features · cotangent) with respect to the images, through the product's own forward pass. */
function inputGradientGraph(network: Network, batch: number): Graph {
  const { imageSize, width } = network.architecture;
  return optimize(
    capture(context => {
      const { tf, input, gradients, output } = context;
      const shape: [number, number, number, number] = [batch, 3, imageSize, imageSize];
      const images: Tensor4D = tf.reshape(input({ name: names.images, shape, role: 'image' }), shape);
      const cotangent = input({ name: 'cotangent', shape: [batch, width], role: 'target' });
      const found = gradients(
        () => tf.sum(tf.mul<Tensor2D>(captureNetwork(network, context, images, 'evaluation').features, cotangent)),
        new Map([[names.images, images]]),
      );
      output('inputGradient', taken(found, names.images));
    }),
  );
}

/** Everything that both graphs of a fixture's network read. */
async function inputsOf(fixture: VitFixture, checkpoint: string): Promise<Map<string, Float32Array>> {
  const { weights, head } = await loadCheckpoint(checkpoint, fixture.architecture);
  if (head?.classes !== fixture.classes) throw new Error('The fixture has another head.');
  return new Map([
    ...weights,
    ['head.weight', head.weight],
    ['head.bias', head.bias],
    [names.images, fixture.images],
    ['cotangent', fixture.cotangent],
  ]);
}

async function outputsOf(engine: Engine, fixture: VitFixture, inputs: ReadonlyMap<string, Float32Array>) {
  const network = describeNetwork(fixture.architecture, [select('linear')], fixture.classes);
  const batch = fixture.imageCount;
  const forward = await runOnce(engine, evaluationGraph(network, batch, ['features', 'logits']), inputs);
  const backward = await runOnce(engine, inputGradientGraph(network, batch), inputs);
  return new Map([...forward, ...backward]);
}

const described = (name: string, actual: ArrayLike<number>, expected: ArrayLike<number>) =>
  `${name}: differs by ${largestDifference(actual, expected).toExponential(1)} at most, of ${largest(expected).toPrecision(3)}`;

describe.each([onnxRuntimeEngine({ threads: 2 }), referenceEngine()])('on $id', engine => {
  test("a small ViT's features, logits and gradient of the images are timm's", async ({ annotate }) => {
    const fixture = await readSmallFixture();
    const outputs = await outputsOf(engine, fixture, await inputsOf(fixture, fixture.checkpoint));
    for (const name of ['features', 'logits', 'inputGradient'] as const) {
      const [actual, expected] = [taken(outputs, name), fixture[name]];
      await annotate(described(name, actual, expected));
      expect(relativeError(actual, expected), name).toBeLessThan(tolerance);
    }
  });
});

describe('ViT-Ti/16 at 224 pixels', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'visual-tuning-'));
    await writeTinyCheckpoint(join(folder, 'tiny.safetensors'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("features, logits and the image's gradient are timm's on ONNX Runtime", async ({ annotate }) => {
    const fixture = await readTinyFixture();
    const inputs = await inputsOf(fixture, join(folder, 'tiny.safetensors'));
    const outputs = await outputsOf(onnxRuntimeEngine({ threads: 2 }), fixture, inputs);
    const gradient = taken(outputs, 'inputGradient');
    const { stride, values, norm } = fixture.inputGradient;
    const compared: readonly (readonly [string, ArrayLike<number>, ArrayLike<number>])[] = [
      ['features', taken(outputs, 'features'), fixture.features],
      ['logits', taken(outputs, 'logits'), fixture.logits],
      [`every ${stride}th of the gradient`, Float32Array.from(values, (_, i) => gradient[i * stride]), values],
      [
        "the gradient's norm",
        [Math.sqrt(Float64Array.from(gradient).reduce((sum, value) => sum + value * value, 0))],
        [norm],
      ],
    ];
    for (const [name, actual, expected] of compared) {
      await annotate(described(name, actual, expected));
      expect(relativeError(actual, expected), name).toBeLessThan(tolerance);
    }
  });
});
