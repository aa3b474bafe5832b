import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HubServer } from '../../../test/support/hubServer';
import { InputError } from '../../protocol/inputError';
import { type Download, downloadBlob } from './downloadBlob';
import { hubRequest } from './hubRequest';

const name = { repository: 'org/model', revision: 'main' };
const file = 'model.safetensors';
const bytes = Buffer.alloc(5000, 'some weights');
const hash = createHash('sha256').update(bytes).digest('hex');

let folder: string;
let server: HubServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blob-'));
  server = await HubServer.start({ 'org/model': { files: { [file]: bytes } } });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function download(changes: Partial<Download> = {}): Promise<void> {
  return downloadBlob({
    path: file,
    size: bytes.length,
    hash,
    url: `${server.endpoint}/org/model/resolve/main/${file}`,
    destination: join(folder, hash),
    request: hubRequest({ endpoint: server.endpoint, cacheFolder: folder, offline: false }, name),
    pauses: [1, 1],
    ...changes,
  });
}

test('a connection that breaks again and again ends in a sentence, and what came is the start of the next attempt', async () => {
  server.mishaps.push({ file, cutAfter: 2000 }, ...Array.from({ length: 3 }, () => ({ file, cutAfter: 0 })));
  await expect(download()).rejects.toThrow(/model\.safetensors broke off after 2000 of 5000 bytes: try again/);
  await download();
  expect(server.requests.at(-1)?.range).toBe('bytes=2000-');
  expect(await readdir(folder)).toEqual([hash]);
  expect(bytes.equals(await readFile(join(folder, hash)))).toBe(true);
});

test('a server that sends more than it should is not believed', async () => {
  await expect(download({ size: 4000 })).rejects.toThrow('sends more than 4000 bytes');
});

test('a server that gives another part than was asked for is not believed', async () => {
  server.mishaps.push({ file, cutAfter: 2000 });
  const request: typeof fetch = async (url, init) => {
    const { body, status } = await fetch(url, init);
    return new Response(body, { status, headers: status === 206 ? { 'Content-Range': 'bytes 7-4999/5000' } : {} });
  };
  await expect(download({ request })).rejects.toThrow('gives another part of the file than it was asked for');
});

test('a server that stays out of reach is given up in a sentence', async () => {
  await server.close();
  const refused = download();
  await expect(refused).rejects.toBeInstanceOf(InputError);
  await expect(refused).rejects.toThrow(`${server.endpoint} can't be reached (ECONNREFUSED)`);
});

test('a small file is checked by the hash that Git gives it', async () => {
  const git = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  await download({ hash: git });
  await expect(download({ hash: 'f'.repeat(40) })).rejects.toThrow(/came damaged: its hash is not f{40}/);
});
