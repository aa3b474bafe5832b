import { cp, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families, familyFolder, shrunk } from '../../test/fixtures/families/cases';
import { findArchitecture } from './architecture';
import { expectBackbone } from './expectedBackbone';
import { sizeOf } from './parameter';
import { refineArchitecture } from './resolveBackbone';
import { vitParameters } from './vit/parameters';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'expected-'));
});
afterAll(() => rm(home, { recursive: true }));

test.each(families.map(family => [family.name, family] as const))(
  '%s is expected to be the network that its weights are loaded for',
  async (name, { named, resolved }) => {
    const expected = await expectBackbone(named, familyFolder(name));
    expect(expected).toMatchObject({ by: 'checkpoint', problem: null, architecture: resolved });
    expect(expected.architecture).toEqual((await refineArchitecture(named, familyFolder(name))).architecture);
  },
);

/** A safetensors file that has its size, and holes in the place of weights. */
async function writeHeader(path: string, shapes: readonly (readonly [string, readonly number[]])[]): Promise<void> {
  let end = 0;
  const entries = shapes.map(([name, shape]) => {
    const begin = end;
    end += 4 * sizeOf(shape);
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }];
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(path, Buffer.concat([length, header]));
  await truncate(path, 8 + header.length + end);
}

const vit = shrunk('vit-tiny-patch16-224');

test.each([null, 'embedded:vit-nano'])('with checkpoint %s the name says it all', async checkpoint => {
  expect(await expectBackbone(vit, checkpoint)).toEqual({
    architecture: vit,
    by: 'name',
    problem: null,
    fits: null,
    notes: [],
  });
});

test.each([
  [
    'a file that is not there',
    '/nowhere.safetensors',
    '/nowhere.safetensors does not exist: correct the path or put the file there.',
  ],
  ['a checkpoint with registers', familyFolder('timm-dinov2-reg4'), 'choose the architecture that the checkpoint'],
  ['a name that the hub can not have', 'hf:nobody', 'is not a name on the hub'],
])('%s leaves the name to count, and a sentence', async (_, checkpoint, sentence) => {
  const expected = await expectBackbone(vit, checkpoint);
  expect(expected).toMatchObject({ by: 'unusable', architecture: vit, notes: [] });
  expect(expected.problem).toContain(sentence);
});

test('a tensor that the checkpoint lacks is missed without its weights', async () => {
  const { by, problem } = await expectBackbone({ ...vit, layerScale: true }, familyFolder('timm-vit'));
  expect(by).toBe('unusable');
  expect(problem).toContain('lacks tensors "blocks.0.ls1.gamma"');
});

test('the architecture that a checkpoint has the tensors of is named as it is offered', async () => {
  const parameters = vitParameters(findArchitecture('dinov2-small-patch14-reg4-518'));
  const file = join(home, 'dinov2.safetensors');
  await writeHeader(
    file,
    parameters.map(({ name, shape }) => [name, shape]),
  );
  expect((await expectBackbone(findArchitecture('vit-small-patch16-224'), file)).fits).toBe(
    'dinov2-small-patch14-reg4',
  );
  const right = await expectBackbone(findArchitecture('dinov2-small-patch14-reg4'), file);
  expect(right).toMatchObject({ by: 'checkpoint', fits: null });
});

test('a model of the hub counts once it is in the cache, and is not fetched', async () => {
  const environment = { HF_HUB_CACHE: home, HF_ENDPOINT: 'http://127.0.0.1:1' };
  const named = shrunk('dinov2-small-patch14-reg4');
  expect(await expectBackbone(named, 'hf:org/model', environment)).toMatchObject({
    by: 'absent',
    problem: 'hf:org/model is not on this machine yet: the first run fetches it.',
  });
  const commit = '0123456789'.repeat(4);
  const model = join(home, 'models--org--model');
  await mkdir(join(model, 'refs'), { recursive: true });
  await writeFile(join(model, 'refs', 'main'), commit);
  await cp(familyFolder('hf-dinov2-registers-classifier'), join(model, 'snapshots', commit), { recursive: true });
  const expected = await expectBackbone(named, 'hf:org/model', environment);
  expect(expected).toMatchObject({ by: 'checkpoint', architecture: { pooling: 'cls-mean' } });
  // Of other files nobody knows yet whether the model has them.
  expect(expected.notes.at(-1)).toContain('the first run fetches them');
});
