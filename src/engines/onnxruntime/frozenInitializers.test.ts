import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { withInitializers } from './frozenInitializers';
import { type OnnxModel, encodeOnnx } from './onnxFormat';

const vector = (name: string) => ({ name, type: 'float32' as const, shape: [2] });
const sum: OnnxModel = {
  nodes: [{ operator: 'Add', inputs: ['x', 'weight'], outputs: ['y'] }],
  inputs: [vector('x'), vector('weight')],
  outputs: [vector('y')],
  initializers: [],
};

test('a frozen input is asked for no more, and its numbers are read from beside the model', async () => {
  const { model, files } = withInitializers(sum, new Set(['weight']));
  const externalData = [...files.values()].map(path => ({
    path,
    data: new Uint8Array(Float32Array.of(10, 20).buffer),
  }));
  const session = await InferenceSession.create(encodeOnnx(model), { externalData });
  expect([...files.keys()]).toEqual(['weight']);
  expect(session.inputNames).toEqual(['x']);
  const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2), [2]) });
  expect([...(y.data as Float32Array)]).toEqual([11, 22]);
});
