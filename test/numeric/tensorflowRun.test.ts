import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { loadBinding } from '../../src/engines/tensorflow/binding';
import { findAddon } from '../../src/engines/tensorflow/installation';
import { tensorFlowEngine } from '../../src/engines/tensorflow/tensorFlowEngine';
import type { RunFolder } from '../../src/runs/runFolder';
import { relativeError } from './closeness';
import { type SmallRun, numbersOf, smallRun } from './smallRun';

const addon = findAddon();

let small: SmallRun;
beforeAll(async () => {
  small = await smallRun();
});
afterAll(() => small.remove());

async function expectAlike(actual: RunFolder, expected: RunFolder, tolerance = 1e-3): Promise<void> {
  const [a, b] = [await numbersOf(actual), await numbersOf(expected)];
  expect(a.losses).toHaveLength(12);
  expect(relativeError(a.losses, b.losses)).toBeLessThan(tolerance);
  expect(relativeError(a.norms, b.norms)).toBeLessThan(tolerance);
  expect(relativeError([a.test], [b.test])).toBeLessThan(tolerance);
}

describe.runIf(addon !== null)('a run on TensorFlow', () => {
  const onnx = onnxRuntimeEngine({ threads: 1 });
  const tensorflow = addon === null ? onnx : tensorFlowEngine(loadBinding(addon));

  test('has the numbers of ONNX Runtime within 1e-3', async () => {
    await expectAlike(await small.execute(tensorflow), await small.execute(onnx));
  });

  test.each<readonly [string, Engine, Engine]>([
    ['ONNX Runtime, where TensorFlow started it', tensorflow, onnx],
    ['TensorFlow, where ONNX Runtime started it', onnx, tensorflow],
  ])('goes on in mid-epoch on %s, within 1e-3', async (_, first, second) => {
    const run = await small.execute(first, { stopAfter: 6 });
    await small.execute(second, { existing: run });
    await expectAlike(run, await small.execute(onnx));
  });

  // Not to the bit: an image's frozen prefix is made in another batch then, and TensorFlow rounds the last few numbers of
  // an array, which it computes one by one, in another way than those before.
  test('stopped and resumed has the numbers of one that never stopped within 1e-5', async () => {
    const run = await small.execute(tensorflow, { stopAfter: 6 });
    await small.execute(tensorflow, { existing: run });
    await expectAlike(run, await small.execute(tensorflow), 1e-5);
  });
});
