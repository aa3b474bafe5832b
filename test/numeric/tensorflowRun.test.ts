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

async function expectAlike(actual: RunFolder, expected: RunFolder): Promise<void> {
  const tolerance = 1e-3;
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

  test.each([1, 2, 6, 8, 11])(
    'stopped after step %i and resumed has the bits of one that never stopped',
    async stopAfter => {
      const run = await small.execute(tensorflow, { stopAfter });
      await small.execute(tensorflow, { existing: run });
      expect(await numbersOf(run)).toEqual(await numbersOf(await small.execute(tensorflow)));
    },
  );
});
