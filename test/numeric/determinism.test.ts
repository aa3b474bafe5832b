import { expect, test } from 'vitest';
import { findArchitecture } from '../../src/backbones/architecture';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { optimizerSchema } from '../../src/protocol/training';
import { gradientGraph } from '../../src/training/gradientGraph';
import { describeNetwork } from '../../src/training/network';
import { createTrainingStep } from '../../src/training/step';
import { freshTensors, microBatch, select, startState } from './networks';

const batch = 8;
// Large enough that each operation is spread over both threads.
const network = describeNetwork(findArchitecture('vit-nano'), [select('lora', { dropout: 0.1 }), select('bitfit')], 10);
const tensors = freshTensors(network);
const optimizer = optimizerSchema.parse({ name: 'adamw' });
const made = gradientGraph(network, batch, false);
const batches = [1, 2, 3].map(seed => microBatch(network, batch, seed));

async function threeSteps() {
  const state = startState(network, tensors, optimizer);
  const options = { optimizer, gradientClipping: 1, seed: 5 };
  const engine = onnxRuntimeEngine({ threads: 2 });
  const training = await createTrainingStep(engine, network, made, tensors, state, options);
  const results: Record<string, unknown> = {};
  for (const [step, images] of batches.entries()) {
    const { loss, logits } = await training.accumulate(images);
    results[`loss ${step}`] = loss;
    results[`logits ${step}`] = logits.slice();
    results[`norm ${step}`] = await training.update(1e-3);
  }
  for (const [name, array] of [...training.state.parameters, ...training.state.moments]) results[name] = array.slice();
  await training.dispose();
  return results;
}

test('the same three steps on two threads of ONNX Runtime give the same bits each time', async () => {
  const first = await threeSteps();
  for (let repetition = 0; repetition < 3; repetition++) expect(await threeSteps()).toEqual(first);
});
