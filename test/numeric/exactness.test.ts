import { describe, expect, test } from 'vitest';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import type { MethodSelection } from '../../src/methods/instances';
import { evaluationGraph } from '../../src/training/evaluationGraph';
import { gradientGraph, names } from '../../src/training/gradientGraph';
import { runOnce } from '../../src/engines/engine';
import { largestDifference, relativeError, taken } from './closeness';
import { type NaivePrompts, naiveLogits } from './naiveVit';
import {
  freshTensors,
  gradientInputs,
  randomArray,
  randomTensors,
  select,
  smallArchitecture,
  smallNetwork,
} from './networks';

const batch = 3;
const images = randomArray(batch * 3 * smallArchitecture.imageSize ** 2, 5, 'images');
type Tensors = ReadonlyMap<string, Float32Array>;

const deep = (weights: Tensors): NaivePrompts => ({ deep: layer => weights.get(`vpt-deep.blocks.${layer}.prompts`) });
const shallow = (weights: Tensors): NaivePrompts => ({ shallow: weights.get('vpt-shallow.blocks.0.prompts') });

describe.each([onnxRuntimeEngine({ threads: 2 }), referenceEngine()])('on $id', engine => {
  const logits = async (selections: readonly MethodSelection[], weights: Tensors) => {
    const graph = evaluationGraph(smallNetwork(...selections), batch, ['logits']);
    const outputs = await runOnce(engine, graph, new Map([...weights, [names.images, images]]));
    return Float32Array.from(taken(outputs, names.logits));
  };

  test.for<[string, MethodSelection[], (weights: Tensors) => NaivePrompts]>([
    ['the last block for CLS alone', [select('linear')], () => ({})],
    ['prompts as keys and values', [select('vpt-deep', { prompts: 4 })], deep],
    ['prompts of some blocks', [select('vpt-deep', { prompts: 4, layers: [0, 2] })], deep],
    ['prompts of the last block', [select('vpt-deep', { prompts: 2, layers: 'last-1' })], deep],
    ['prompts among the tokens', [select('vpt-shallow', { prompts: 4 })], shallow],
    [
      'both kinds of prompts',
      [select('vpt-shallow', { prompts: 2 }), select('vpt-deep', { prompts: 4 })],
      weights => ({ ...deep(weights), ...shallow(weights) }),
    ],
  ])('%s compute what all tokens through every block do', async ([, selections, prompts]) => {
    const weights = randomTensors(smallNetwork(...selections));
    const expected = await naiveLogits(smallArchitecture, weights, images, prompts(weights));
    expect(relativeError(await logits(selections, weights), expected)).toBeLessThan(5e-6);
  });

  test.for([
    ['lora', select('lora', { targets: ['q', 'k', 'v', 'output', 'fc1', 'fc2'], dropout: 0.5 })],
    ['adaptformer', select('adaptformer')],
    ['pfeiffer', select('pfeiffer')],
    ['ssf without spread', select('ssf', { std: 0 })],
  ] as const)('a fresh %s leaves every logit as it was', async ([, selection]) => {
    const network = smallNetwork(selection);
    const fresh = freshTensors(network);
    expect(largestDifference(await logits([selection], fresh), await logits([select('linear')], fresh))).toBeLessThan(
      1e-6,
    );
    expect(
      largestDifference(await logits([selection], randomTensors(network)), await logits([select('linear')], fresh)),
    ).toBeGreaterThan(0.01);
  });

  test.for(['vpt-shallow', 'vpt-deep', 'ssf'])('a fresh %s changes the logits', async id => {
    const fresh = freshTensors(smallNetwork(select(id)));
    expect(
      largestDifference(await logits([select(id)], fresh), await logits([select('linear')], fresh)),
    ).toBeGreaterThan(1e-3);
  });

  test.for([
    ['vpt-deep', select('vpt-deep', { dropout: 0.4 }), select('vpt-deep', { dropout: 0 })],
    ['vpt-shallow', select('vpt-shallow', { dropout: 0.4 }), select('vpt-shallow', { dropout: 0 })],
    ['adaptformer', select('adaptformer', { dropout: 0.4 }), select('adaptformer', { dropout: 0 })],
    ['lora', select('lora', { dropout: 0.4 }), select('lora', { dropout: 0 })],
  ] as const)('%s drops values in training, by its masks alone, and not in evaluation', async ([, dropping, plain]) => {
    const made = gradientGraph(smallNetwork(dropping), batch, false);
    const without = gradientGraph(smallNetwork(plain), batch, false);
    expect(made.masks.length).toBeGreaterThan(0);
    expect(without.masks).toEqual([]);
    const inputs = gradientInputs(smallNetwork(dropping), made, batch);
    const trained = async (masks: Tensors) => runOnce(engine, made.graph, new Map([...inputs, ...masks]));
    const ones = new Map(made.masks.map(({ name }) => [name, taken(inputs, name).map(() => 1)]));
    const plainly = await runOnce(engine, without.graph, inputs);
    const [kept, dropped] = [await trained(ones), await trained(new Map())];
    for (const [name, expected] of plainly) {
      if (name === names.logits || name === names.loss) {
        expect(relativeError(taken(kept, name), expected), name).toBeLessThan(5e-6);
        expect(relativeError(taken(dropped, name), expected), name).toBeGreaterThan(1e-4);
      }
    }
    const weights = randomTensors(smallNetwork(dropping));
    expect(await logits([dropping], weights)).toEqual(await logits([plain], weights));
  });
});
