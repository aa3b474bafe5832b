import { expect, test } from 'vitest';
import type { Engine } from '../engines/engine';
import { referenceEngine } from '../engines/reference/referenceEngine';
import { requireAgreement } from './agreement';

const reference = referenceEngine();

/** The reference, but for what happens to one result of each graph that has it. */
function spoiled(output: RegExp, spoil: (values: Float32Array | Int32Array) => void): Engine {
  return {
    ...reference,
    prepare: async graph => {
      const executable = await reference.prepare(graph);
      return {
        ...executable,
        run: async (inputs, outputs) => {
          await executable.run(inputs, outputs);
          for (const [name, values] of outputs) if (output.test(name)) spoil(values);
        },
      };
    },
  };
}

test('the reference agrees with itself', async () => {
  await expect(requireAgreement(reference, reference)).resolves.toBeUndefined();
});

test.each([
  ['gradient.blocks.1.fc1.weight', /^gradient\.blocks\.1\.fc1\.weight$/],
  ['loss', /^loss$/],
  ['updated.head.bias', /^updated\.head\.bias$/],
])('an engine is refused whose %s is a thousandth off', async (name, output) => {
  const wrong = spoiled(output, values => values.forEach((value, i) => (values[i] = value * 1.001)));
  await expect(requireAgreement(wrong, reference)).rejects.toThrow(`it computes ${name} wrong: by 1e-3`);
});

test('an engine that gives no numbers is refused', async () => {
  const wrong = spoiled(/^gradient\.head\.weight$/, values => (values[7] = NaN));
  await expect(requireAgreement(wrong, reference)).rejects.toThrow('it computes gradient.head.weight wrong');
});

test('rounding is no reason to refuse an engine', async () => {
  const rounding = spoiled(/./, values => values.forEach((value, i) => (values[i] = value * (1 + 1e-6))));
  await expect(requireAgreement(rounding, reference)).resolves.toBeUndefined();
});
