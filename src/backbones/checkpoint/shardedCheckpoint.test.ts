import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InputError } from '../../protocol/inputError';
import { openCheckpoint } from './openCheckpoint';
import { writeSafetensors } from './safetensorsWriter';

const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
const right = { a: first, b: second, c: second };

let folder: string;
let index: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sharded-'));
  index = join(folder, 'model.safetensors.index.json');
  await writeSafetensors(join(folder, first), [tensor('a', 1)], { format: 'pt' });
  await writeSafetensors(join(folder, second), [tensor('b', 2), tensor('c', 3)]);
  await writeIndex(right);
});
afterEach(() => rm(folder, { recursive: true }));

const tensor = (name: string, value: number) => ({ name, shape: [2], data: Float32Array.of(value, -value) });

async function writeIndex(weightMap: unknown): Promise<void> {
  await writeFile(index, JSON.stringify({ metadata: { total_size: 24 }, weight_map: weightMap }));
}

async function refusalOf(path: string): Promise<string> {
  const error: unknown = await openCheckpoint(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  return error instanceof Error ? error.message : '';
}

test.each(['the index', 'the folder'])(
  'the tensors of all files are read as if they were in one, given %s',
  async given => {
    const file = await openCheckpoint(given === 'the index' ? index : folder);
    expect(file.path).toBe(index);
    expect([...file.tensors.keys()]).toEqual(['a', 'b', 'c']);
    expect([...(await file.read('a')), ...(await file.read('c'))]).toEqual([1, -1, 3, -3]);
    expect(file.metadata.get('format')).toBe('pt');
    await expect(file.read('d')).rejects.toThrow(`${index} has no tensor "d".`);
    await file.close();
  },
);

test('the hash is that of the list of hashes of the files', async () => {
  const lines = [first, second].map(async name => {
    const hash = createHash('sha256').update(await readFile(join(folder, name)));
    return `${hash.digest('hex')}  ${name}\n`;
  });
  const file = await openCheckpoint(index);
  const list = (await Promise.all(lines)).join('');
  expect(await file.sha256()).toBe(createHash('sha256').update(list).digest('hex'));
  await file.close();
});

test.each<[string, unknown, string]>([
  ['a file of another folder', { ...right, a: '../secret.safetensors' }, 'tensor "a" is said to be in'],
  ['an absolute path', { ...right, a: '/tmp/x.safetensors' }, 'not the name of a safetensors file beside the index'],
  ['a path of Windows', { ...right, a: 'C:\\x.safetensors' }, 'not the name of a safetensors file'],
  ['a pickle', { ...right, a: 'pytorch_model.bin' }, 'not the name of a safetensors file'],
  ['a number for a file', { ...right, a: 1 }, 'not the name of a safetensors file'],
  ['a list', ['a'], 'has no "weight_map" from tensors to files'],
  ['no map', undefined, 'has no "weight_map"'],
  ['nothing', {}, 'names no tensors'],
  ['a file that is not there', { ...right, a: 'x.safetensors' }, 'needs x.safetensors beside it'],
  ['a tensor that is not there', { ...right, d: first }, `says that ${first} holds tensor "d", and it does not`],
  ['a tensor in the wrong file', { ...right, b: first }, `says that it is in ${first}`],
  ['a tensor too few', { a: first, b: second }, 'holds tensor "c" and model.safetensors.index.json does not name it'],
  [
    'too many files',
    Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`t${i}`, `m${i}.safetensors`])),
    'names 1001 files',
  ],
])('an index that names %s is refused in a sentence', async (_, weightMap, sentence) => {
  await writeIndex(weightMap);
  const refused = await refusalOf(index);
  expect(refused).toContain(folder);
  expect(refused).toContain(sentence);
});

test('an index that is not JSON, or far too large, is refused', async () => {
  await writeFile(index, '{"weight_map": ');
  expect(await refusalOf(index)).toContain('is not valid JSON');
  await truncate(index, 40 << 20);
  expect(await refusalOf(index)).toContain('is too large for an index (41943040 bytes)');
});

test('a damaged file among several is refused under its own name', async () => {
  await truncate(join(folder, second), 20);
  expect(await refusalOf(folder)).toContain(`${second} is cut short`);
});
