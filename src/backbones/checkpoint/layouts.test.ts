import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, familyFolder, shrunk } from '../../../test/fixtures/families/cases';
import type { Architecture } from '../architecture';
import { sizeOf } from '../parameter';
import { refineArchitecture } from '../resolveBackbone';
import { vitParameters } from '../vit/parameters';
import { chooseLayout } from './layouts';
import { loadCheckpoint } from './loadCheckpoint';
import { openCheckpoint } from './openCheckpoint';
import { type NamedTensor, writeSafetensors } from './safetensorsWriter';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layouts-'));
  path = join(folder, 'model.safetensors');
});
afterAll(() => rm(folder, { recursive: true }));

test.each(families.map(({ name }) => name))("%s is known by its library's names", async name => {
  const file = await openCheckpoint(familyFolder(name));
  await file.close();
  const library = /^timm/.test(name) ? 'timm' : /^hf/.test(name) ? 'hugging-face' : 'open-clip';
  expect(chooseLayout(file).id).toBe(library);
});

test.each([
  ['hf-vit-model', 'the pooler is left aside.'],
  ['hf-mae-pretraining', 'the decoder is left aside.'],
  ['hf-dinov2', 'the mask token is left aside.'],
  ['hf-clip', 'the text tower, the temperature are left aside.'],
  ['open-clip', 'the text tower, the temperature are left aside.'],
])('%s is read with a note of what has no part in features', async (name, expected) => {
  const { architecture } = await refineArchitecture(named(name), familyFolder(name));
  const { notes } = await loadCheckpoint(familyFolder(name), architecture);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(expected);
});

function named(name: string): Architecture {
  const found = families.find(family => family.name === name);
  if (!found) throw new Error(`No fixture ${name}.`);
  return found.named;
}

/** All tensors of a file, with their own names and shapes. */
async function tensorsOf(name: string): Promise<NamedTensor[]> {
  const file = await openCheckpoint(familyFolder(name));
  try {
    const read = [...file.tensors].map(async ([tensor, { shape }]) => ({
      name: tensor,
      shape,
      data: await file.read(tensor),
    }));
    return await Promise.all(read);
  } finally {
    await file.close();
  }
}

const extra = (name: string, shape: number[]): NamedTensor => ({ name, shape, data: new Float32Array(sizeOf(shape)) });

test("DINOv2's own names hold the same weights as Hugging Face's", async () => {
  const architecture = shrunk('dinov2-giant-patch14-reg4', { mlpWidth: 48 });
  const theirs = await loadCheckpoint(familyFolder('hf-dinov2-registers-swiglu'), architecture);
  const ours = (name: string): number[] => [...(theirs.weights.get(name) ?? [])];
  const tensor = (name: string, shape: readonly number[], ...parts: string[]): NamedTensor => ({
    name,
    shape,
    data: Float32Array.from(parts.flatMap(ours)),
  });
  const linear = (name: string, rows: number, columns: number, ...parts: string[]) => [
    tensor(`${name}.weight`, [rows, columns], ...parts.map(part => `${part}.weight`)),
    tensor(`${name}.bias`, [rows], ...parts.map(part => `${part}.bias`)),
  ];
  const norm = (name: string, from = name) => [
    tensor(`${name}.weight`, [16], `${from}.weight`),
    tensor(`${name}.bias`, [16], `${from}.bias`),
  ];
  await writeSafetensors(path, [
    tensor('cls_token', [1, 1, 16], 'cls'),
    tensor('pos_embed', [1, 17, 16], 'positions'),
    tensor('register_tokens', [1, 4, 16], 'registers'),
    extra('mask_token', [1, 16]),
    tensor('patch_embed.proj.weight', [16, 3, 8, 8], 'patch.weight'),
    tensor('patch_embed.proj.bias', [16], 'patch.bias'),
    ...[0, 1].flatMap(block => {
      const name = `blocks.${block}`;
      return [
        ...norm(`${name}.norm1`),
        ...linear(`${name}.attn.qkv`, 48, 16, `${name}.q`, `${name}.k`, `${name}.v`),
        ...linear(`${name}.attn.proj`, 16, 16, `${name}.output`),
        tensor(`${name}.ls1.gamma`, [16], `${name}.scale1`),
        ...norm(`${name}.norm2`),
        ...linear(`${name}.mlp.w12`, 96, 16, `${name}.gate`, `${name}.fc1`),
        ...linear(`${name}.mlp.w3`, 16, 48, `${name}.fc2`),
        tensor(`${name}.ls2.gamma`, [16], `${name}.scale2`),
      ];
    }),
    ...norm('norm'),
  ]);
  const { weights, layout } = await loadCheckpoint(path, architecture);
  expect(layout).toBe('timm');
  expect([...weights]).toEqual([...theirs.weights]);
});

test("timm's position of a CLS token behind registers is zero", async () => {
  const architecture = shrunk('dinov2-small-patch14-reg4');
  const { weights } = await loadCheckpoint(familyFolder('timm-dinov2-reg4'), architecture);
  const positions = weights.get('positions') ?? new Float32Array();
  expect(positions.length).toBe(17 * 16);
  expect(positions.subarray(0, 16).every(value => value === 0)).toBe(true);
  expect(positions.subarray(16).every(value => value === 0)).toBe(false);
});

test("MAE's own file is read without its decoder", async () => {
  const decoder = [extra('decoder_embed.weight', [8, 16]), extra('decoder_blocks.0.norm1.bias', [8])];
  await writeSafetensors(path, [...(await tensorsOf('timm-mae')), extra('mask_token', [1, 1, 8]), ...decoder]);
  const { weights, notes } = await loadCheckpoint(path, shrunk('mae-base-patch16-224'));
  expect([...weights.keys()]).toEqual(vitParameters(shrunk('mae-base-patch16-224')).map(({ name }) => name));
  expect(notes).toEqual([`Of ${path}, the mask token, the decoder are left aside.`]);
});

test.each([
  ['timm-vit', [extra('dist_token', [1, 1, 16]), extra('head_dist.weight', [5, 16])]],
  ['hf-vit', [extra('vit.embeddings.distillation_token', [1, 1, 16])]],
])('a distilled DeiT in the names of %s is refused', async (name, added) => {
  await writeSafetensors(path, [...(await tensorsOf(name)), ...added]);
  await expect(loadCheckpoint(path, shrunk('deit-tiny-patch16-224'))).rejects.toThrow(`${path} is a distilled DeiT`);
});

test.each([
  ['timm-dinov2', 'vit-tiny-patch16-224', '"blocks.0.ls1.gamma"'],
  ['timm-vit', 'dinov2-small-patch14', 'lacks tensors "blocks.0.ls1.gamma"'],
  ['hf-dinov2', 'dinov2-small-patch14-reg4', 'lacks tensor "embeddings.register_tokens"'],
  ['hf-dinov2-registers', 'dinov2-small-patch14', 'has tensor "embeddings.register_tokens"'],
  ['hf-clip-vision', 'vit-tiny-patch16-224', 'lacks tensor "embeddings.patch_embedding.bias"'],
])('%s does not pass for %s', async (name, id, problem) => {
  await expect(loadCheckpoint(familyFolder(name), shrunk(id))).rejects.toThrow(problem);
});
