import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { familyFolder, shrunk, sized } from '../../test/fixtures/families/cases';
import { InputError } from '../protocol/inputError';
import { findArchitecture } from './architecture';
import { loadCheckpoint } from './checkpoint/loadCheckpoint';
import { refineArchitecture, resolveBackbone } from './resolveBackbone';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resolve-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Copies a fixture, with other files in place of its own; null takes one away. */
async function copied(name: string, files: Readonly<Record<string, object | string | null>> = {}): Promise<string> {
  await cp(familyFolder(name), folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, file);
    if (content === null) await rm(path);
    else await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  await rm(join(folder, 'expected.safetensors'));
  return folder;
}

async function changed(name: string, file: string, changes: object): Promise<string> {
  const own: unknown = JSON.parse(await readFile(join(familyFolder(name), file), 'utf8'));
  return copied(name, { [file]: Object.assign({}, own, changes) });
}

test('without a checkpoint an architecture is what its name says', async () => {
  expect(await resolveBackbone('clip-vit-base-patch32-224', null)).toEqual({
    architecture: findArchitecture('clip-vit-base-patch32-224'),
    notes: [],
  });
});

test('a checkpoint is a folder or the file in it', async () => {
  const vit = shrunk('vit-tiny-patch16-224');
  const fromFolder = await refineArchitecture(vit, familyFolder('hf-vit'));
  const fromFile = await refineArchitecture(vit, join(familyFolder('hf-vit'), 'model.safetensors'));
  expect(fromFile).toEqual(fromFolder);
  expect(fromFile.architecture.normEpsilon).toBe(1e-12);
  expect(fromFile.architecture.preprocessing.resize).toBe('squash');
  expect(fromFile.notes).toEqual([]);
});

test('without files beside it, a checkpoint is used as its architecture says, with a note', async () => {
  const path = await copied('hf-vit', { 'config.json': null, 'preprocessor_config.json': null });
  const named = shrunk('vit-tiny-patch16-224');
  const { architecture, notes } = await refineArchitecture(named, path);
  expect(architecture).toEqual({ ...named, normEpsilon: 1e-12 });
  expect(notes).toEqual([
    `Nothing beside ${folder}/model.safetensors says how images are treated: it is done as for ${named.id}.`,
  ]);
});

test("the image's size is the name's, whatever the files say", async () => {
  const larger = sized(shrunk('dinov2-small-patch14'), 48);
  const { architecture } = await refineArchitecture(larger, familyFolder('hf-dinov2'));
  expect(architecture.imageSize).toBe(48);
  expect(architecture.preprocessing).toMatchObject({ imageSize: 48, cropFraction: 32 / 37, resize: 'shortest-edge' });
});

test('an image processor inside a whole processor is found', async () => {
  const path = await copied('hf-vit', {
    'preprocessor_config.json': null,
    'processor_config.json': { image_processor: { image_mean: [0.1, 0.2, 0.3] } },
  });
  const { architecture } = await refineArchitecture(shrunk('vit-tiny-patch16-224'), path);
  expect(architecture.preprocessing.mean).toEqual([0.1, 0.2, 0.3]);
});

test("CLIP without a projection has features before it, and says so; what timm's head holds stays a head", async () => {
  const clip = shrunk('clip-vit-base-patch16-224');
  const { architecture, notes } = await refineArchitecture(clip, familyFolder('timm-clip'));
  expect(architecture.projection).toBeNull();
  expect(notes.join()).toContain('has no projection, so the features are those before it');
  expect((await loadCheckpoint(familyFolder('timm-clip'), architecture)).head?.classes).toBe(12);
});

test('an unknown GELU is said to be the one of OpenAI', async () => {
  const clip = shrunk('clip-vit-base-patch16-224');
  const { notes } = await refineArchitecture(clip, familyFolder('openai-clip'));
  expect(notes.join()).toContain('says which GELU it has');
});

test('a configuration of no library known is a note', async () => {
  const path = await copied('hf-vit', { 'config.json': { name: 'mine' } });
  const { notes } = await refineArchitecture(shrunk('vit-tiny-patch16-224'), path);
  expect(notes).toEqual([`${folder}/config.json is neither timm's nor Hugging Face's, and is not read.`]);
});

test.each([
  [
    'hf-vit',
    'num_attention_heads',
    { num_attention_heads: 4 },
    'by num_attention_heads, the number of attention heads is 4, but backbone vit-tiny-patch16-224 has 2',
  ],
  ['hf-vit', 'hidden_size', { hidden_size: 768 }, 'by hidden_size, the width is 768'],
  ['timm-vit', 'num_heads', { model_args: { num_heads: 1 } }, 'by num_heads, the number of attention heads is 1'],
  ['timm-vit', 'architecture', { model_args: {} }, 'by architecture, the number of attention heads is 3'],
  ['timm-vit', 'global_pool', { global_pool: 'avg' }, 'by global_pool, the pooling is mean, but backbone'],
])('%s with another %s is refused, naming the file and the backbone', async (name, _, changes, problem) => {
  const path = await changed(name, 'config.json', changes);
  const refused = refineArchitecture(shrunk('vit-tiny-patch16-224'), path);
  await expect(refused).rejects.toThrow(InputError);
  await expect(refused).rejects.toThrow(problem);
  await expect(refused).rejects.toThrow(`${folder}/config.json: `);
});

test('a checkpoint of another family is told by its parts', async () => {
  const refused = resolveBackbone('vit-base-patch16-224', familyFolder('hf-dinov2-registers'));
  await expect(refused).rejects.toThrow(
    /by hidden_size, the width is 16, .*; it looks like a ViT of width 16 with 2 blocks and patches of 8 pixels: choose/,
  );
});

test('a configuration that is not JSON is refused', async () => {
  const path = await copied('hf-vit', { 'config.json': '{"model_type": ' });
  const refused = refineArchitecture(shrunk('vit-tiny-patch16-224'), path);
  await expect(refused).rejects.toThrow(`${folder}/config.json is not valid JSON: get it again, or remove it`);
});
