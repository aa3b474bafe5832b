import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadCheckpoint } from '../../src/backbones/checkpoint/loadCheckpoint';
import { openSafetensors } from '../../src/backbones/checkpoint/safetensors';
import { refineArchitecture } from '../../src/backbones/resolveBackbone';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import { attentionGraph } from '../../src/inspection/attention/attentionGraph';
import { attentionMaps } from '../../src/inspection/attention/attentionMaps';
import type { MethodSelection } from '../../src/methods/instances';
import { evaluationGraph } from '../../src/training/evaluationGraph';
import { names } from '../../src/training/gradientGraph';
import { type Network, describeNetwork } from '../../src/training/network';
import { families, familyFolder, readFamily } from '../fixtures/families/cases';
import { readSmallFixture } from '../fixtures/vit/fixture';
import { runOnce } from '../../src/engines/engine';
import { largestDifference, relativeError, taken } from './closeness';
import { type Matrix, type PromptRows, attentionWeights, matrix, rolloutMatrices } from './float64/attention';
import {
  methodCases,
  otherCases,
  randomArray,
  randomTensors,
  select,
  smallArchitecture,
  smallNetwork,
} from './networks';

type Tensors = ReadonlyMap<string, Float32Array>;

const onnxRuntime = onnxRuntimeEngine({ threads: 2 });
const image = randomArray(3 * smallArchitecture.imageSize ** 2, 5, 'images');

async function mapsOf(network: Network, tensors: Tensors, pixels = image, engine = onnxRuntime) {
  const { graph, layout } = attentionGraph(network, true);
  const outputs = await runOnce(engine, graph, new Map([...tensors, [names.images, pixels]]));
  return { maps: attentionMaps(outputs, layout), layout, logits: taken(outputs, names.logits) };
}

const { width } = smallArchitecture;
const deep = (weights: Tensors): PromptRows['deep'] => {
  return layer => {
    const name = `vpt-deep.blocks.${layer}.prompts`;
    return weights.has(name) ? matrix(weights, name, width) : undefined;
  };
};
const shallow = (weights: Tensors): Matrix => matrix(weights, 'vpt-shallow.blocks.0.prompts', width);
const everyHead = <T>(heads: readonly Matrix[], read: (head: Matrix) => T): T[] => heads.map(read);

describe.each([onnxRuntime, referenceEngine()])('on $id', engine => {
  test.for<[string, MethodSelection[], (weights: Tensors) => PromptRows]>([
    ['no prompts', [select('linear')], () => ({})],
    ['LoRA of the queries', [select('lora', { targets: ['q'], rank: 4, alpha: 4 })], () => ({})],
    ['prompts of every block', [select('vpt-deep', { prompts: 3 })], weights => ({ deep: deep(weights) })],
    ['prompts of some blocks', [select('vpt-deep', { prompts: 3, layers: [0, 2] })], w => ({ deep: deep(w) })],
    ['carried prompts', [select('vpt-shallow', { prompts: 4 })], weights => ({ shallow: shallow(weights) })],
    [
      'both kinds of prompts and LoRA',
      [
        select('vpt-shallow', { prompts: 2 }),
        select('vpt-deep', { prompts: 3, layers: [1, 2] }),
        select('lora', { targets: ['q', 'v'], rank: 4, alpha: 4 }),
      ],
      weights => ({ deep: deep(weights), shallow: shallow(weights) }),
    ],
  ])('the maps with %s are those of all tokens in double precision', async ([, selections, prompts]) => {
    const weights = randomTensors(smallNetwork(...selections));
    const { maps, layout } = await mapsOf(smallNetwork(...selections), weights, image, engine);
    const layers = attentionWeights(smallArchitecture, weights, image, prompts(weights));
    const patches = layout.grid ** 2;
    const most = Math.max(...layers.map(({ own }) => own + layout.carried));

    // Here the prompts of a sequence stand behind CLS: the layer's own, then those that are carried.
    const padded = (rows: number[], length: number) => [
      ...rows,
      ...Array.from({ length: length - rows.length }, () => 0),
    ];
    const promptsIn = (row: readonly number[], own: number) => row.slice(1, 1 + own + layout.carried);
    const expected = {
      clsToPatches: layers.flatMap(({ heads }) => everyHead(heads, rows => rows[0].slice(-patches)).flat()),
      clsToPrompts: layers.flatMap(({ heads, own }) =>
        everyHead(heads, rows => padded(promptsIn(rows[0], own), most)).flat(),
      ),
      patchesToPrompts: layers.flatMap(({ heads, own }) =>
        everyHead(heads, rows => {
          const columns = promptsIn(rows[0], own).map((_, prompt) => rows.slice(-patches).map(row => row[1 + prompt]));
          return padded(columns.flat(), most * patches);
        }).flat(),
      ),
      promptsToPatches: layers.flatMap(({ heads, own }) =>
        everyHead(heads, rows =>
          padded(
            rows.slice(1, 1 + own + layout.carried).flatMap(row => row.slice(-patches)),
            most * patches,
          ),
        ).flat(),
      ),
    };
    const { R, leaves } = rolloutMatrices(layers);
    const carried = R[0].slice(1, 1 + layout.carried);
    const rolloutPrompts = leaves.flatMap((leaf, layer) => padded([...leaf[0], ...(layer === 0 ? carried : [])], most));

    for (const name of ['clsToPatches', 'clsToPrompts', 'patchesToPrompts', 'promptsToPatches'] as const) {
      expect(largestDifference(maps[name], expected[name]), name).toBeLessThan(2e-6);
    }
    expect(largestDifference(maps.rolloutPatches, R[0].slice(-patches))).toBeLessThan(2e-6);
    expect(largestDifference(maps.rolloutPrompts, rolloutPrompts)).toBeLessThan(2e-6);
    const whole = [...R[0], ...leaves.flatMap(leaf => leaf[0])].reduce((a, b) => a + b, 0);
    expect(whole).toBeCloseTo(1, 12);
  });
});

const fixture = async (name: string): Promise<Float32Array> => {
  const file = await openSafetensors(
    fileURLToPath(new URL(`../fixtures/attention/${name}.safetensors`, import.meta.url)),
  );
  return file.read('attention').finally(() => file.close());
};

/** The class token's weights on the patches, of weights `[layers, heads, T, T]`. */
function clsRows(attention: Float32Array, tokens: number, patches: number): number[] {
  const matrices = attention.length / tokens ** 2;
  return Array.from({ length: matrices }, (_, i) => [
    ...attention.subarray(i * tokens ** 2 + tokens - patches, i * tokens ** 2 + tokens),
  ]).flat();
}

test("the class token's attention is timm's", async () => {
  const { architecture, checkpoint, images } = await readSmallFixture();
  const { weights, head } = await loadCheckpoint(checkpoint, architecture);
  if (!head) throw new Error('The fixture has a head.');
  const tensors = new Map([...weights, ['head.weight', head.weight], ['head.bias', head.bias]]);
  const network = describeNetwork(architecture, [], head.classes);
  const { maps } = await mapsOf(network, tensors, images.slice(0, images.length / 2));
  const expected = clsRows(await fixture('timm-vit'), 17, 16);
  expect(largestDifference(maps.clsToPatches, expected)).toBeLessThan(1e-6);
  expect(maps.clsToRegisters).toBe(0);
});

test("the class token's attention beside registers is transformers', and their share is told", async () => {
  const name = 'hf-dinov2-registers';
  const family = families.find(candidate => candidate.name === name);
  if (!family) throw new Error(`There is no fixture ${name}.`);
  const { architecture } = await refineArchitecture(family.named, familyFolder(name));
  const { weights } = await loadCheckpoint(familyFolder(name), architecture);
  const { images } = await readFamily(name, architecture);
  const network = describeNetwork(architecture, [], 2);
  const head = network.trainables.map(
    ({ name, shape }) => [name, new Float32Array(shape.reduce((a, b) => a * b))] as const,
  );
  const { maps, layout } = await mapsOf(network, new Map([...weights, ...head]), images);
  const attention = await fixture(name);
  const tokens = 1 + 4 + 16;
  expect(layout).toMatchObject({ registers: 4, carried: 0, grid: 4 });
  expect(largestDifference(maps.clsToPatches, clsRows(attention, tokens, 16))).toBeLessThan(1e-6);
  const rows = Array.from({ length: 4 }, (_, i) => attention.subarray(i * tokens ** 2 + 1, i * tokens ** 2 + 5));
  const share = rows.flatMap(row => [...row]).reduce((a, b) => a + b, 0) / rows.length;
  expect(maps.clsToRegisters).toBeCloseTo(share, 6);
});

test('a model that diverged is said to have', async () => {
  const network = smallNetwork(select('linear'));
  const tensors = randomTensors(network);
  taken(tensors, 'blocks.1.k.weight').fill(Number.NaN);
  await expect(mapsOf(network, tensors)).rejects.toThrow('The attention of layer 1 is not a number at this checkpoint');
});

test.for([...methodCases, ...otherCases])('watching attention changes no logit: %s', async ([, network]) => {
  const tensors = randomTensors(network);
  const pixels = randomArray(3 * network.architecture.imageSize ** 2, 5, 'images');
  const plain = await runOnce(
    onnxRuntime,
    evaluationGraph(network, 1, ['logits']),
    new Map([...tensors, [names.images, pixels]]),
  );
  const { logits, maps, layout } = await mapsOf(network, tensors, pixels);
  expect(relativeError(logits, taken(plain, names.logits))).toBeLessThan(5e-6);
  expect(maps.clsToPatches.length).toBe(layout.layers * layout.heads * layout.grid ** 2);
});
