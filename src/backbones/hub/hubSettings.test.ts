import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InputError } from '../../protocol/inputError';
import { readHubSettings } from './hubSettings';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'hub-home-'));
});
afterAll(() => rm(home, { recursive: true }));

test('without any variables it is the public hub, and the folder that Python uses', async () => {
  expect(await readHubSettings({ HOME: home })).toEqual({
    endpoint: 'https://huggingface.co',
    cacheFolder: join(home, '.cache', 'huggingface', 'hub'),
    offline: false,
  });
});

test.each<[NodeJS.ProcessEnv, string]>([
  [{ HF_HUB_CACHE: '/a', HUGGINGFACE_HUB_CACHE: '/b', HF_HOME: '/c' }, '/a'],
  [{ HUGGINGFACE_HUB_CACHE: '/b', HF_HOME: '/c' }, '/b'],
  [{ HF_HOME: '/c', XDG_CACHE_HOME: '/d' }, '/c/hub'],
  [{ XDG_CACHE_HOME: '/d' }, '/d/huggingface/hub'],
  [{ HF_HOME: '~/models', HOME: '/home/me' }, '/home/me/models/hub'],
])('%j puts the cache in %s', async (environment, folder) => {
  expect((await readHubSettings({ HOME: home, ...environment })).cacheFolder).toBe(folder);
});

test.each([
  ['1', true],
  ['True', true],
  ['0', false],
  ['', false],
])('HF_HUB_OFFLINE=%s means offline: %s', async (value, offline) => {
  expect((await readHubSettings({ HOME: home, HF_HUB_OFFLINE: value })).offline).toBe(offline);
});

test('the token is that of HF_TOKEN, else the one of the last login', async () => {
  await writeFile(join(home, 'token'), 'of-the-login\n');
  expect((await readHubSettings({ HF_HOME: home, HF_TOKEN: ' given ' })).token).toBe('given');
  expect((await readHubSettings({ HF_HOME: home })).token).toBe('of-the-login');
  expect((await readHubSettings({ HF_HOME: home, HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' })).token).toBeUndefined();
});

test('the endpoint has no slash at its end', async () => {
  expect((await readHubSettings({ HOME: home, HF_ENDPOINT: 'http://mirror:8080/hf/' })).endpoint).toBe(
    'http://mirror:8080/hf',
  );
});

test.each<[NodeJS.ProcessEnv, string]>([
  [{ HF_ENDPOINT: 'mirror' }, 'HF_ENDPOINT is "mirror": give an address'],
  [{ HF_ENDPOINT: 'file:///etc' }, 'HF_ENDPOINT is "file:///etc"'],
  [{ HF_TOKEN: 'a\nb' }, 'HF_TOKEN has characters that no token has'],
])('%j is refused', async (environment, sentence) => {
  const refused = readHubSettings({ HOME: home, ...environment });
  await expect(refused).rejects.toBeInstanceOf(InputError);
  await expect(refused).rejects.toThrow(sentence);
});
