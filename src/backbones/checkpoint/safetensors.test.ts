import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixturePath } from '../../../test/fixtures/vit/fixture';
import { InputError } from '../../protocol/inputError';
import { openSafetensors } from './safetensors';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bitsOf = (data: Float32Array) => [...new Uint32Array(data.buffer, data.byteOffset, data.length)];

const header = (json: string, length = json.length) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(length));
  return Buffer.concat([bytes, Buffer.from(json)]);
};
const one = '{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';

async function written(bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, 'model.safetensors');
  await writeFile(path, bytes);
  return path;
}

test.each(['half', 'bfloat', 'double'])('%s values become float32 bit for bit as in PyTorch', async name => {
  const file = await openSafetensors(fixturePath('types.safetensors'));
  const [values, expected] = [await file.read(name), await file.read(`${name}.float32`)];
  await file.close();
  expect(values.length).toBeGreaterThan(0);
  expect(bitsOf(values)).toEqual(bitsOf(expected));
});

test('scalars, empty tensors and metadata are read', async () => {
  const file = await openSafetensors(fixturePath('types.safetensors'));
  expect([...(await file.read('scalar'))]).toEqual([2.5]);
  expect((await file.read('empty')).length).toBe(0);
  expect(file.tensors.get('empty')?.shape).toEqual([0, 3]);
  expect(file.metadata.get('note')).toBe('é\n"quoted"');
  await file.close();
});

test('a tensor of integers, and one that is not there, are refused by name', async () => {
  const path = fixturePath('types.safetensors');
  const file = await openSafetensors(path);
  await expect(file.read('integers')).rejects.toThrow(`${path}: tensor "integers" is of type I64; only F32`);
  await expect(file.read('nothing')).rejects.toThrow(`${path} has no tensor "nothing".`);
  await expect(file.read('integers')).rejects.toBeInstanceOf(InputError);
  await file.close();
});

test('the SHA-256 is that of the whole file', async () => {
  const path = fixturePath('small.safetensors');
  const file = await openSafetensors(path);
  const expected = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  expect(await file.sha256()).toBe(expected);
  await file.close();
});

test.each<[string, Buffer | string, string]>([
  ['an empty file', '', 'is empty'],
  ['five bytes', 'abcde', 'is cut short after 5 bytes'],
  ['a text', 'some text that is longer than nine bytes', 'is not a safetensors file'],
  [
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n',
    'is a Git LFS pointer, not the weights: run `git lfs pull`',
  ],
  [
    'a zip archive of torch.save',
    Buffer.from('PK\x03\x04\x00\x00\x08\x08archive/data.pkl'),
    'safetensors.torch.save_file',
  ],
  ['a pickle', Buffer.from('\x80\x02}q\x00(X\x06\x00\x00\x00', 'latin1'), 'is a Python pickle'],
  ['a web page', '<!doctype html><title>404</title>', 'is a web page'],
  ['a header length of 2^63', Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x80]), Buffer.from('{}')]), '100 MB'],
  ['a header longer than the file', header(one, 1000), 'is cut short inside its header'],
  ['a file cut in its data', Buffer.concat([header(one), Buffer.alloc(7)]), 'cut short: the header speaks of 8 bytes'],
  ['a file with a byte too many', Buffer.concat([header(one), Buffer.alloc(9)]), 'bytes that belong to no tensor'],
])('%s is refused in a sentence that says so', async (_, bytes, problem) => {
  const path = await written(bytes);
  const refused = openSafetensors(path);
  await expect(refused).rejects.toBeInstanceOf(InputError);
  await expect(refused).rejects.toThrow(problem);
  await expect(refused).rejects.toThrow(path);
});

test('a safetensors file whose length begins like a pickle is read', async () => {
  const path = await written(
    Buffer.concat([header(one.padEnd(0x280)), Buffer.from(new Float32Array([1.5, -2]).buffer)]),
  );
  const file = await openSafetensors(path);
  expect([...(await file.read('w'))]).toEqual([1.5, -2]);
  await file.close();
});

test('a missing file and a folder are refused', async () => {
  await expect(openSafetensors(join(folder, 'none.safetensors'))).rejects.toThrow(/none\.safetensors does not exist/);
  await expect(openSafetensors(folder)).rejects.toThrow(/is not a file/);
});

test('a file that shrinks after it was opened is refused', async () => {
  const path = await written(Buffer.concat([header(one), Buffer.alloc(8)]));
  const file = await openSafetensors(path);
  await truncate(path, header(one).length + 4);
  await expect(file.read('w')).rejects.toThrow(/became shorter/);
  await file.close();
});
