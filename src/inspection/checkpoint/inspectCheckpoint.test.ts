import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fixturePath } from '../../../test/fixtures/vit/fixture';
import { findArchitecture } from '../../backbones/architecture';
import { openSafetensors } from '../../backbones/checkpoint/safetensors';
import type { TensorEntry } from '../../backbones/checkpoint/safetensorsHeader';
import { sizeOf } from '../../backbones/parameter';
import { vitParameters } from '../../backbones/vit/parameters';
import { describeCheckpoint } from './describeCheckpoint';
import { inspectCheckpoint } from './inspectCheckpoint';

const families = fileURLToPath(new URL('../../../test/fixtures/families', import.meta.url));

/** A header of these shapes, of float32 values unless said. */
function header(shapes: Readonly<Record<string, readonly number[]>>, types: Record<string, TensorEntry['dtype']> = {}) {
  const tensors = Object.entries(shapes).map(([name, shape]): [string, TensorEntry] => [
    name,
    { dtype: types[name] ?? 'F32', shape, begin: 0, end: 0 },
  ]);
  return { path: 'model.safetensors', tensors: new Map(tensors), metadata: new Map<string, string>() };
}

async function smallShapes(): Promise<Record<string, readonly number[]>> {
  const file = await openSafetensors(fixturePath('small.safetensors'));
  await file.close();
  return Object.fromEntries([...file.tensors].map(([name, { shape }]) => [name, shape]));
}

function ownShapes(id: string): Record<string, readonly number[]> {
  return Object.fromEntries(vitParameters(findArchitecture(id)).map(({ name, shape }) => [name, shape]));
}

test("timm's file is recognised, with its sizes and the parameters of each layer", async () => {
  const shapes = await smallShapes();
  const { layout, architecture, layers, parameters, missing, unexpected } = inspectCheckpoint(header(shapes));
  expect(layout).toBe('timm');
  expect(architecture).toMatchObject({ width: 48, depth: 3, mlpWidth: 192, patchSize: 8, imageSize: 32, classes: 5 });
  expect(layers.map(({ layer }) => layer)).toEqual(['embedding', 0, 1, 2, 'norm', 'head']);
  expect(layers[1].parameters).toBe(12 * 48 ** 2 + 13 * 48);
  expect(parameters).toBe(Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0));
  expect([missing, unexpected]).toEqual([[], []]);
});

test.each(['vit-nano', 'vit-tiny-patch16-224', 'dinov2-small-patch14-reg4-518', 'clip-vit-base-patch32-224'])(
  '%s is told by its name, which knows its heads',
  id => {
    const { id: named, heads } = findArchitecture(id);
    const { architecture, layout } = inspectCheckpoint(header(ownShapes(id)));
    const full = id === 'vit-nano' ? 'vit-nano-patch8-64' : named;
    expect(layout).toBe('visual-tuning');
    expect(architecture).toMatchObject({ id: full, heads, headsFrom: full });
  },
);

test('heads are those that the configuration says, else the name, else one per 64 of the width', async () => {
  const shapes = ownShapes('vit-tiny-patch16-224');
  const stated = {
    path: 'config.json',
    facts: [{ said: 'num_heads', field: 'heads', value: 12 } as const],
    refinements: {},
    notes: [],
  };
  expect(inspectCheckpoint(header(shapes), stated).architecture).toMatchObject({
    id: null,
    heads: 12,
    headsFrom: 'config.json',
  });
  expect(inspectCheckpoint(header(await smallShapes())).architecture).toMatchObject({ heads: 1, headsFrom: null });
});

test.each(
  await readdir(families, { withFileTypes: true }).then(all => all.filter(e => e.isDirectory()).map(e => e.name)),
)('nothing is missing from %s, and what is unexpected is known to be left aside', async name => {
  const { inspection, notes } = await describeCheckpoint(join(families, name));
  expect(notes).toEqual([]);
  expect(inspection.architecture).toMatchObject({ width: 16, depth: 2, patchSize: 8, imageSize: 32 });
  expect(inspection.missing).toEqual([]);
  expect(inspection.unexpected.filter(({ why }) => !why.endsWith(', which is left aside'))).toEqual([]);
});

test('a tensor that one block lacks is missing from that block alone', async () => {
  const shapes = Object.entries(await smallShapes()).filter(([name]) => name !== 'blocks.1.norm1.weight');
  const { architecture, missing } = inspectCheckpoint(header(Object.fromEntries(shapes)));
  expect(architecture?.depth).toBe(3);
  expect(missing).toEqual([{ name: 'blocks.1.norm1.weight', shape: [48], why: '2 of 3 blocks have theirs' }]);
});

test('tensors that no block has, and those outside of the blocks, are missing with their reasons', async () => {
  const shapes = Object.entries(await smallShapes()).filter(
    ([name]) => !/qkv\.bias|^pos_embed|^norm\.bias|^head\.bias/.test(name),
  );
  const { missing } = inspectCheckpoint(header(Object.fromEntries(shapes)));
  expect(missing.map(({ name, why }) => [name, why])).toEqual([
    ['pos_embed', 'part of the embedding of images'],
    ['blocks.0.attn.qkv.bias', 'every block needs one, and none has it'],
    ['blocks.1.attn.qkv.bias', 'every block needs one, and none has it'],
    ['blocks.2.attn.qkv.bias', 'every block needs one, and none has it'],
    ['norm.bias', 'part of the read-out'],
    ['head.bias', "the head's other tensor is there"],
  ]);
});

test('what has another shape, another type or no place is unexpected, and why', async () => {
  const shapes = {
    ...(await smallShapes()),
    'norm.weight': [47],
    pos_embed: [1, 16, 48],
    'blocks.0.extra': [3],
    mask_token: [1, 1, 48],
  };
  const { unexpected, layers, tensors } = inspectCheckpoint(header(shapes, { cls_token: 'I64' }));
  expect(Object.fromEntries(unexpected.map(({ name, why }) => [name, why]))).toEqual({
    'norm.weight': 'its shape is [47] where the rest of the file needs [48]',
    pos_embed: 'its shape is [1, 16, 48] where the rest of the file needs positions of a square grid',
    'blocks.0.extra': 'no place for it in this architecture',
    mask_token: 'the mask token, which is left aside',
    cls_token: 'of type I64, and weights are F32, F16, BF16 or F64',
  });
  expect(layers.at(-1)).toEqual({ layer: 'other', parameters: 51 });
  expect(tensors.find(({ name }) => name === 'cls_token')?.parameters).toBe(0);
});

test('a distilled DeiT is recognised, with the reason why it is not offered', async () => {
  const { unexpected } = inspectCheckpoint(header({ ...(await smallShapes()), dist_token: [1, 1, 48] }));
  expect(unexpected).toHaveLength(1);
  expect(unexpected[0].why).toMatch(/^the checkpoint is a distilled DeiT/);
});

test('the file of another kind of network is listed, and nothing is said to be missing', () => {
  const { layout, architecture, reason, tensors, layers, missing, unexpected } = inspectCheckpoint(
    header({ 'conv1.weight': [64, 3, 7, 7], 'fc.bias': [10] }),
  );
  expect({ layout, architecture, missing, unexpected }).toEqual({
    layout: null,
    architecture: null,
    missing: [],
    unexpected: [],
  });
  expect(reason).toMatch(/has no tensor named as in timm's/);
  expect(tensors.map(({ name }) => name)).toEqual(['conv1.weight', 'fc.bias']);
  expect(layers).toEqual([{ layer: 'other', parameters: 9418 }]);
});

test('a few stray tensors of a network give no architecture', () => {
  const { layout, architecture, reason } = inspectCheckpoint(header({ cls_token: [1, 1, 48], 'norm.weight': [48] }));
  expect([layout, architecture]).toEqual(['timm', null]);
  expect(reason).toBe('model.safetensors has no whole block of a network.');
});
