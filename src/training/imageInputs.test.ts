import { expect, test } from 'vitest';
import { ImageStore } from '../data/imageStore';
import type { Item } from '../data/item';
import type { CompiledNetwork } from './compiledNetwork';
import { names } from './gradientGraph';
import { ImageInputs } from './imageInputs';

const microBatch = 3;
const images: Item[] = [1, 2, 3, 4, 5, 6].map(i => ({ path: `${i}.png`, file: `${i}`, label: 0 }));
const [a, b, c, d, e, f] = images;
const preprocessing = {
  imageSize: 1,
  resize: 'squash',
  cropFraction: 1,
  interpolation: 'nearest',
  mean: [0, 0, 0],
  std: [1, 1, 1],
} as const;

/** A frozen prefix whose value of an image tells its place in the micro-batch too, and what it was run on. */
function placed(lasting: readonly (readonly Item[])[]) {
  const ran: string[][] = [];
  const output = new Float32Array(2 * microBatch);
  const graph: CompiledNetwork['evaluation']['graph'] = {
    values: [],
    inputs: [],
    constants: [],
    nodes: [],
    outputs: [{ name: 'prefix.0', value: 0 }],
  };
  const prefix = {
    graph,
    outputs: new Map([['prefix.0', output]]),
    executable: {
      run: async (inputs: ReadonlyMap<string, ArrayLike<number>>) => {
        const pixels = Array.from(inputs.get(names.images) ?? []).map(value => Math.round(255 * value));
        const seen = [0, 1, 2].map(place => pixels[3 * place]);
        ran.push(seen.filter(pixel => pixel > 0).map(String));
        seen.forEach((pixel, place) => output.set([pixel, place], 2 * place));
      },
      dispose: async () => undefined,
    },
  };
  const network: CompiledNetwork = {
    microBatch,
    gradient: { graph, masks: [] },
    evaluation: { ...prefix, graph: { ...graph, outputs: [] } },
    prefix,
    float32: null,
    dispose: async () => undefined,
  };
  const decode = async (file: string) => ({ width: 1, height: 1, data: new Uint8Array(3).fill(Number(file)) });
  const store = new ImageStore({ ...preprocessing, mean: [0, 0, 0], std: [1, 1, 1] }, 1e6, decode);
  const inputs = new ImageInputs(
    network,
    new Map(),
    store,
    { ...preprocessing, mean: [0, 0, 0], std: [1, 1, 1] },
    lasting,
  );
  const load = async (items: readonly Item[]) => [...((await inputs.load(items)).data.get('prefix.0') ?? [])];
  return { load, ran };
}

test('an image goes through the frozen prefix in the same place, whoever asks for it first', async () => {
  const { load, ran } = placed([
    [a, b, c],
    [d, e, f],
  ]);
  expect(await load([c, d])).toEqual([3, 2, 4, 0, 0, 0]);
  expect(await load([f, b, a])).toEqual([6, 2, 2, 1, 1, 0]);
  expect(ran).toEqual([
    ['1', '2', '3'],
    ['4', '5', '6'],
  ]);
});

test('loads that overlap make nothing twice', async () => {
  const { load, ran } = placed([[a, b, c]]);
  expect(await Promise.all([load([a]), load([b])])).toEqual([
    [1, 0, 0, 0, 0, 0],
    [2, 1, 0, 0, 0, 0],
  ]);
  expect(ran).toHaveLength(1);
});

test('what is made of other images is not kept', async () => {
  const { load, ran } = placed([[a, b, c]]);
  expect(await load([e, b])).toEqual([5, 0, 2, 1, 0, 0]);
  await load([e, b]);
  expect(ran).toEqual([['5'], ['1', '2', '3'], ['5']]);
});
