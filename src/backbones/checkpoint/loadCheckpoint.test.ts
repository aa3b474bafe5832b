import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixturePath, microArchitecture, readTinyFixture, smallArchitecture } from '../../../test/fixtures/vit/fixture';
import { timmWeights, writeTinyCheckpoint } from '../../../test/fixtures/vit/tinyWeights';
import { InputError } from '../../protocol/inputError';
import { type Architecture, findArchitecture } from '../architecture';
import { sizeOf } from '../parameter';
import { vitParameters } from '../vit/parameters';
import { type LoadedCheckpoint, loadCheckpoint } from './loadCheckpoint';
import { openSafetensors } from './safetensors';
import { type NamedTensor, writeSafetensors } from './safetensorsWriter';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  path = join(folder, 'model.safetensors');
});
afterAll(() => rm(folder, { recursive: true }));

const smallTensors = timmWeights('small', smallArchitecture, 5);
const small = (name: string): Float32Array => dataOf(smallTensors, name);

function dataOf(tensors: readonly NamedTensor[], name: string): Float32Array {
  const found = tensors.find(tensor => tensor.name === name);
  if (!found) throw new Error(`No ${name}.`);
  return found.data;
}

test("timm's tensors arrive under our names, with qkv taken apart by rows", async () => {
  const { weights, head, layout, notes } = await loadCheckpoint(fixturePath('small.safetensors'), smallArchitecture);
  const [rows, width] = [48, 48];
  expect(layout).toBe('timm');
  expect(notes).toEqual([]);
  expect(weights.get('cls')).toEqual(small('cls_token'));
  expect(weights.get('positions')).toEqual(small('pos_embed'));
  expect(weights.get('patch.weight')).toEqual(small('patch_embed.proj.weight'));
  expect(weights.get('patch.bias')).toEqual(small('patch_embed.proj.bias'));
  for (const block of [0, 1, 2]) {
    const of = (name: string) => weights.get(`blocks.${block}.${name}`);
    const their = (name: string) => small(`blocks.${block}.${name}`);
    ['q', 'k', 'v'].forEach((target, part) => {
      const slice = (size: number) => [part * size, (part + 1) * size];
      expect(of(`${target}.weight`)).toEqual(their('attn.qkv.weight').slice(...slice(rows * width)));
      expect(of(`${target}.bias`)).toEqual(their('attn.qkv.bias').slice(...slice(rows)));
    });
    expect(of('output.weight')).toEqual(their('attn.proj.weight'));
    expect(of('output.bias')).toEqual(their('attn.proj.bias'));
    for (const name of ['fc1.weight', 'fc1.bias', 'fc2.weight', 'fc2.bias'])
      expect(of(name)).toEqual(their(`mlp.${name}`));
    for (const name of ['norm1.weight', 'norm1.bias', 'norm2.weight', 'norm2.bias'])
      expect(of(name)).toEqual(their(name));
  }
  expect(weights.get('norm.weight')).toEqual(small('norm.weight'));
  expect(weights.get('norm.bias')).toEqual(small('norm.bias'));
  expect(head).toEqual({ weight: small('head.weight'), bias: small('head.bias'), classes: 5 });
});

test('every tensor of the architecture is there, in forward order and of its own memory', async () => {
  const { weights } = await loadCheckpoint(fixturePath('small.safetensors'), smallArchitecture);
  const parameters = vitParameters(smallArchitecture);
  expect([...weights.keys()]).toEqual(parameters.map(({ name }) => name));
  for (const { name, shape } of parameters) {
    expect(weights.get(name)?.length).toBe(sizeOf(shape));
    expect(weights.get(name)?.buffer.byteLength).toBe(4 * sizeOf(shape));
  }
});

test('half and bfloat16 checkpoints are the float32 weights rounded to 11 and 8 bits', async () => {
  const exact = timmWeights('micro', microArchitecture, 2);
  for (const [file, precision] of [
    ['micro-float16.safetensors', 2 ** -11],
    ['micro-bfloat16.safetensors', 2 ** -8],
  ] as const) {
    const { weights, head } = await loadCheckpoint(fixturePath(file), microArchitecture);
    const rounded = [...(weights.get('blocks.0.fc1.weight') ?? []), ...(head?.weight ?? [])];
    const expected = [...dataOf(exact, 'blocks.0.mlp.fc1.weight'), ...dataOf(exact, 'head.weight')];
    expect(rounded.length).toBe(expected.length);
    const worst = Math.max(
      ...rounded.map((value, index) => Math.abs(value - expected[index]) / Math.abs(expected[index] || 1)),
    );
    expect(worst).toBeLessThanOrEqual(precision);
    expect(worst).toBeGreaterThan(precision / 4);
  }
});

test('the formula of the ViT-Ti fixture gives the very file that timm was run with', async () => {
  await writeTinyCheckpoint(path);
  const { sha256, architecture } = await readTinyFixture();
  const loaded = await loadCheckpoint(path, architecture);
  expect(loaded.sha256).toBe(sha256);
  expect(loaded.weights.get('blocks.11.v.weight')?.length).toBe(192 * 192);
  expect(loaded.head?.classes).toBe(1000);
});

test('a file in our own names is read without a head if it has none', async () => {
  const timm = await loadCheckpoint(fixturePath('small.safetensors'), smallArchitecture);
  await writeSafetensors(path, ownTensors(timm));
  const own = await loadCheckpoint(path, smallArchitecture);
  expect(own.layout).toBe('visual-tuning');
  expect(own.head).toBeUndefined();
  expect([...own.weights]).toEqual([...timm.weights]);
  expect(own.sha256).toBe(
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  );
});

test('a file in our own names may have a head', async () => {
  const timm = await loadCheckpoint(fixturePath('small.safetensors'), smallArchitecture);
  const head = [
    { name: 'head.weight', shape: [2, 48], data: new Float32Array(96).fill(0.5) },
    { name: 'head.bias', shape: [2], data: Float32Array.of(1, 2) },
  ];
  await writeSafetensors(path, [...ownTensors(timm), ...head]);
  const own = await loadCheckpoint(path, smallArchitecture);
  expect(own.head).toEqual({ weight: head[0].data, bias: head[1].data, classes: 2 });
});

test('positions of another image size are interpolated as timm does, with a note', async () => {
  const larger = { ...smallArchitecture, id: 'vit-fixture-48', imageSize: 48 };
  const { weights, notes } = await loadCheckpoint(fixturePath('small.safetensors'), larger);
  const file = await openSafetensors(fixturePath('positions.safetensors'));
  const expected = await file.read('4.6.new');
  await file.close();
  const positions = weights.get('positions') ?? new Float32Array();
  expect(positions.length).toBe(expected.length);
  expect(Math.max(...positions.map((value, index) => Math.abs(value - expected[index])))).toBeLessThan(1e-6);
  expect(notes).toEqual(['Positions were interpolated from 4x4 to 6x6 patches.']);
});

test('the representation layer of old timm files is left aside', async () => {
  const extra = { name: 'pre_logits.fc.bias', shape: [48], data: new Float32Array(48) };
  await writeSafetensors(path, [...smallTensors, extra]);
  expect((await loadCheckpoint(path, smallArchitecture)).weights.size).toBe(vitParameters(smallArchitecture).length);
});

const changed = (name: string, change: Partial<NamedTensor>) =>
  smallTensors.map(tensor => (tensor.name === name ? { ...tensor, ...change } : tensor));
const without = (pattern: RegExp) => smallTensors.filter(({ name }) => !pattern.test(name));
const zerosOf = (shape: number[]) => ({ shape, data: new Float32Array(sizeOf(shape)) });
const nan = small('blocks.1.attn.qkv.bias').map((value, index) => (index === 5 ? Number.NaN : value));

test.each<[string, NamedTensor[], string]>([
  [
    'lacks all of block 2',
    without(/^blocks\.2\./),
    'lacks tensors "blocks.2.norm1.weight", "blocks.2.norm1.bias", "blocks.2.attn.qkv.weight" and 9 more, which vit-fixture-small needs; it looks like a ViT of width 48 with 2 blocks and patches of 8 pixels: choose',
  ],
  ['lacks one tensor', without(/^norm\.bias$/), 'lacks tensor "norm.bias", which'],
  ['has half a head', without(/^head\.bias$/), 'lacks tensor "head.bias"'],
  [
    'has a misshapen tensor',
    changed('blocks.1.mlp.fc1.weight', zerosOf([96, 48])),
    'tensor "blocks.1.mlp.fc1.weight" has shape [96, 48] where vit-fixture-small needs [192, 48]',
  ],
  ['has a head of another width', changed('head.weight', zerosOf([5, 32])), '"head.weight" has shape [5, 32] where'],
  ['has no CLS position', changed('pos_embed', zerosOf([1, 16, 48])), '"pos_embed" has shape [1, 16, 48] where'],
  [
    'has patches of another size',
    changed('patch_embed.proj.weight', zerosOf([48, 3, 4, 4])),
    'the patch embedding takes patches of 4x4 pixels and vit-fixture-small has 8x8',
  ],
  ['has NaN', changed('blocks.1.attn.qkv.bias', { data: nan }), 'tensor "blocks.1.attn.qkv.bias" has 1 of 144 values'],
  [
    'has a layer scale',
    [...smallTensors, { name: 'blocks.0.ls1.gamma', ...zerosOf([48]) }],
    'has tensor "blocks.0.ls1.gamma", for which vit-fixture-small has no place',
  ],
  ['is of another library', [{ name: 'transformer.wte', ...zerosOf([2]) }], `it has tensor "transformer.wte"`],
  ['is empty', [], 'it has no tensors'],
])('a checkpoint that %s is refused', async (_, tensors, problem) => {
  await writeSafetensors(path, tensors);
  const refused = loadCheckpoint(path, smallArchitecture);
  await expect(refused).rejects.toBeInstanceOf(InputError);
  await expect(refused).rejects.toThrow(problem);
  await expect(refused).rejects.toThrow(path);
});

test('a checkpoint of a known size is told by its name', async () => {
  const nano: Architecture = { ...findArchitecture('vit-nano-patch16-32') };
  await writeSafetensors(path, timmWeights('nano', nano, 3));
  const refused = loadCheckpoint(path, findArchitecture('vit-tiny-patch16-224'));
  await expect(refused).rejects.toThrow('it looks like vit-nano-patch16-32: choose');
  const otherPatch = loadCheckpoint(path, findArchitecture('vit-nano-patch8-64'));
  await expect(otherPatch).rejects.toThrow(/patches of 16x16 pixels .* looks like vit-nano-patch16-32/);
});

function ownTensors({ weights }: LoadedCheckpoint): NamedTensor[] {
  return vitParameters(smallArchitecture).map(({ name, shape }) => {
    const data = weights.get(name);
    if (!data) throw new Error(`No ${name}.`);
    return { name, shape, data };
  });
}
