import { expect, test } from 'vitest';
import { ImageStore } from '../../src/data/imageStore';
import type { RgbImage } from '../../src/data/image';
import type { Item } from '../../src/data/item';
import { normalizeInto } from '../../src/data/normalize';
import { evaluationTransform } from '../../src/data/transform';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import type { RunnableModel } from '../../src/inspection/model/inspectedModel';
import { prepareProgram } from '../../src/inspection/model/program';
import { nearestPatches } from '../../src/inspection/prompts/nearestPatches';
import { promptSimilarity } from '../../src/inspection/prompts/promptSimilarity';
import type { MethodSelection } from '../../src/methods/instances';
import { RandomStream } from '../../src/random/stream';
import { largestDifference } from './closeness';
import { type Matrix, type PromptRows, attentionWeights, matrix } from './float64/attention';
import { randomTensors, select, smallArchitecture, smallNetwork } from './networks';

const engine = onnxRuntimeEngine({ threads: 2 });
const { width, imageSize, preprocessing, depth } = smallArchitecture;
const items: Item[] = Array.from({ length: 11 }, (_, i) => ({ path: `${i}`, file: `${i}`, label: i % 2 }));

function pictureAt(file: string): RgbImage {
  const stream = new RandomStream(1, 'picture', file);
  return {
    width: imageSize,
    height: imageSize,
    data: Uint8Array.from({ length: 3 * imageSize ** 2 }, () => stream.integer(256)),
  };
}

function modelOf(...selections: MethodSelection[]): RunnableModel {
  return {
    network: smallNetwork(...selections),
    preprocessing,
    images: new ImageStore(preprocessing, 1e6, file => Promise.resolve(pictureAt(file))),
    program: (_, graph) => prepareProgram(engine, graph()),
  };
}

function pixelsOf({ file }: Item): Float32Array {
  const pixels = new Float32Array(3 * imageSize ** 2);
  normalizeInto(pixels, 0, evaluationTransform(pictureAt(file), preprocessing), preprocessing);
  return pixels;
}

const length = (a: readonly number[]) => Math.sqrt(a.reduce((sum, value) => sum + value ** 2, 0));
const cosine = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i], 0) / (length(a) * length(b));

const deep = select('vpt-deep', { prompts: 3, layers: [0, 2] });
const shallow = select('vpt-shallow', { prompts: 2 });
const prompts = (weights: ReadonlyMap<string, Float32Array>): PromptRows => {
  const rows = (name: string): Matrix | undefined => (weights.has(name) ? matrix(weights, name, width) : undefined);
  return {
    deep: layer => rows(`vpt-deep.blocks.${layer}.prompts`),
    shallow: rows('vpt-shallow.blocks.0.prompts'),
  };
};

test.for([
  { title: 'own prompts of the first layer', selections: [deep], layer: 0, prompt: 2 },
  { title: 'own prompts of the last layer', selections: [deep], layer: 2, prompt: 0 },
  { title: 'carried prompts as they are in the last layer', selections: [shallow], layer: 2, prompt: 1 },
  { title: 'carried prompts behind own ones', selections: [shallow, deep], layer: 2, prompt: 4 },
])('the patches nearest to $title have the largest cosines as both enter it', async ({ selections, layer, prompt }) => {
  const model = modelOf(...selections);
  const tensors = randomTensors(model.network);
  const checkpoint = { name: 'c', key: 'c', tensors };
  const nearest = await nearestPatches(model, checkpoint, items, { layer, prompt });
  const expected = items
    .flatMap(item => {
      const { tokens } = attentionWeights(smallArchitecture, tensors, pixelsOf(item), prompts(tensors))[layer];
      return tokens.slice(-4).map((token, patch) => ({
        similarity: cosine(tokens[1 + prompt], token),
        what: { item, row: Math.floor(patch / 2), column: patch % 2 },
      }));
    })
    .sort((a, b) => b.similarity - a.similarity);
  expect(nearest.map(({ what }) => what)).toEqual(expected.map(({ what }) => what));
  const similarities = [nearest, expected].map(list => list.map(({ similarity }) => similarity));
  expect(largestDifference(similarities[0], similarities[1])).toBeLessThan(1e-5);
});

test('prompts are compared by their cosines, carried ones in the first layer', async () => {
  const model = modelOf(shallow, deep);
  const tensors = randomTensors(model.network);
  const found = await promptSimilarity(model, { name: 'c', key: 'c', tensors });
  expect(found).toMatchObject({ layers: depth, prompts: 5, promptsOfLayer: [5, 0, 3] });
  const own = prompts(tensors);
  const expected = Array.from({ length: depth }, (_, layer) => {
    const rows = [...(own.deep?.(layer) ?? []), ...(layer === 0 ? (own.shallow ?? []) : [])];
    return Array.from({ length: 25 }, (_, at) => {
      const [a, b] = [rows.at(Math.floor(at / 5)), rows.at(at % 5)];
      return Math.floor(at / 5) < rows.length && at % 5 < rows.length && a && b ? cosine(a, b) : 0;
    });
  }).flat();
  expect(largestDifference(found.similarity, expected)).toBeLessThan(1e-6);
});

test('a layer and a prompt that are not there are named', async () => {
  const model = modelOf(deep);
  const checkpoint = { name: 'c', key: 'c', tensors: randomTensors(model.network) };
  const ask = (layer: number, prompt: number) => nearestPatches(model, checkpoint, items, { layer, prompt });
  await expect(ask(3, 0)).rejects.toThrow('The backbone has no layer 3: its last is 2.');
  await expect(ask(0, 3)).rejects.toThrow('Layer 0 of this model has no prompt 3: its last is 2.');
  await expect(ask(1, 0)).rejects.toThrow('Layer 1 of this model has no prompts.');
});
