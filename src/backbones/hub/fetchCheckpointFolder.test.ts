import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HubServer, type ServedModel } from '../../../test/support/hubServer';
import { InputError } from '../../protocol/inputError';
import { openCheckpoint } from '../checkpoint/openCheckpoint';
import { type HubOptions, fetchCheckpointFolder } from './fetchCheckpointFolder';
import { parseHubName } from './hubName';

let home: string;
let server: HubServer;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hub-'));
});
afterEach(async () => {
  await server.close();
  await rm(home, { recursive: true });
});

/** A safetensors file of one U8 tensor of this name. */
function safetensors(name: string, size: number): Buffer {
  const header = Buffer.from(JSON.stringify({ [name]: { dtype: 'U8', shape: [size], data_offsets: [0, size] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.from(Array.from({ length: size }, (_, index) => index % 251))]);
}

const large = 'model.safetensors';
const weights = safetensors('w', 300_000);
const plain: ServedModel = {
  files: { 'config.json': '{"hidden_size": 4}', [large]: weights, 'README.md': 'x' },
};
const sharded: ServedModel = {
  files: {
    'config.json': '{}',
    'preprocessor_config.json': '{"size": 224}',
    'model.safetensors.index.json': JSON.stringify({
      metadata: { total_size: 300 },
      weight_map: { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors' },
    }),
    'model-00001-of-00002.safetensors': safetensors('a', 100),
    'model-00002-of-00002.safetensors': safetensors('b', 200),
  },
};

async function serve(model: ServedModel): Promise<void> {
  server = await HubServer.start({ 'org/model': model });
}

function fetchFrom(name: string, options: HubOptions = {}) {
  const environment = { HF_HOME: home, HF_ENDPOINT: server.endpoint, ...options.environment };
  return fetchCheckpointFolder(parseHubName(name), { ...options, environment });
}

const isWhole = async (folder: string) => weights.equals(await readFile(join(folder, large)));
const fileRequests = () => server.requests.filter(request => request.server === 'files');
const blobs = () => readdir(join(home, 'hub', 'models--org--model', 'blobs'));

async function refusalOf(fetching: Promise<unknown>): Promise<string> {
  const error: unknown = await fetching.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  return String(error);
}

test('a model arrives in the cache in the layout that Python shares, with its progress told', async () => {
  await serve(plain);
  const told: number[][] = [];
  const found = await fetchFrom('hf:org/model', {
    onProgress: ({ bytes, totalBytes }) => told.push([bytes, totalBytes]),
  });
  const commit = server.commitOf('org/model');
  const root = join(home, 'hub', 'models--org--model');
  expect(found).toEqual({
    folder: join(root, 'snapshots', commit),
    commit,
    files: [large, 'config.json'],
  });
  expect(await isWhole(found.folder)).toBe(true);
  expect((await lstat(join(found.folder, 'config.json'))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(root, 'refs', 'main'), 'utf8')).toBe(commit);
  expect((await readdir(join(root, '.no_exist', commit))).sort()).toEqual([
    'open_clip_config.json',
    'preprocessor_config.json',
    'processor_config.json',
  ]);
  expect((await blobs()).map(name => name.length).sort()).toEqual([40, 64]);
  const total = weights.length + 18;
  expect(told.at(-1)).toEqual([total, total]);
  expect(told.every(([bytes], index) => index === 0 || bytes >= told[index - 1][0])).toBe(true);
  expect(server.requests.some(({ path }) => path.includes('README'))).toBe(false);
});

test('what is in the cache is found without a single request, by branch and by commit', async () => {
  await serve(plain);
  const found = await fetchFrom('hf:org/model');
  const asked = server.requests.length;
  await server.close();
  expect(await fetchFrom('hf:org/model')).toEqual(found);
  expect(await fetchFrom(`hf:org/model@${found.commit}`)).toEqual(found);
  expect(await fetchFrom('hf:org/model', { environment: { HF_HUB_OFFLINE: '1' } })).toEqual(found);
  expect(server.requests.length).toBe(asked);
});

test('weights that another program has cached without their configuration are used if the hub is out of reach', async () => {
  await serve(plain);
  const commit = server.commitOf('org/model');
  const root = join(home, 'hub', 'models--org--model');
  await mkdir(join(root, 'snapshots', commit), { recursive: true });
  await mkdir(join(root, 'refs'));
  await writeFile(join(root, 'refs', 'main'), commit);
  await writeFile(join(root, 'snapshots', commit, large), weights);
  const alone = { folder: join(root, 'snapshots', commit), commit, files: [large] };
  expect(await fetchFrom('hf:org/model', { environment: { HF_HUB_OFFLINE: 'yes' } })).toEqual(alone);
  expect((await fetchFrom('hf:org/model', { environment: { HF_ENDPOINT: 'http://127.0.0.1:9' } })).files).toEqual(
    alone.files,
  );
  expect((await fetchFrom('hf:org/model')).files).toEqual([large, 'config.json']);
});

test('a cut connection is taken up where it broke', async () => {
  await serve(plain);
  server.mishaps.push(
    { file: 'config.json', cutAfter: 5 },
    { file: large, cutAfter: 1000 },
    { file: large, cutAfter: 9000 },
  );
  const { folder } = await fetchFrom('hf:org/model');
  expect(await isWhole(folder)).toBe(true);
  expect(server.requests.find(({ range }) => range)?.range).toBe('bytes=5-');
  expect(fileRequests().map(({ range }) => range)).toEqual([undefined, 'bytes=1000-', 'bytes=10000-']);
});

test('a stopped download leaves what has arrived, and the next one asks for the rest alone', async () => {
  await serve(plain);
  const stop = new AbortController();
  const stopped = fetchFrom('hf:org/model', {
    signal: stop.signal,
    onProgress: ({ file, bytes }) => {
      if (file === large && bytes > 1000) stop.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  const [partial, ...others] = (await blobs()).filter(name => name.endsWith('.incomplete'));
  expect(others).toEqual([]);
  const { size } = await stat(join(home, 'hub', 'models--org--model', 'blobs', partial));
  expect(size).toBeGreaterThan(1000);
  const { folder } = await fetchFrom('hf:org/model');
  expect(await isWhole(folder)).toBe(true);
  expect((await blobs()).filter(name => name.endsWith('.incomplete'))).toEqual([]);
  const begun = size < weights.length ? [`bytes=${size}-`] : [];
  expect(fileRequests().flatMap(({ range }) => range ?? [])).toEqual(begun);
});

test('damaged bytes are found out, and never become a file of the cache', async () => {
  await serve(plain);
  server.mishaps.push({ file: large, flipByte: 3 }, { file: large, flipByte: 299_999 });
  await expect(fetchFrom('hf:org/model')).rejects.toThrow(
    /model\.safetensors came damaged: its hash is not [0-9a-f]{64}/,
  );
  expect((await blobs()).map(name => name.length)).toEqual([40]);
  const { folder } = await fetchFrom('hf:org/model');
  expect(await isWhole(folder)).toBe(true);
});

test('a server that knows no ranges sends the file anew', async () => {
  await serve(plain);
  server.mishaps.push({ file: large, cutAfter: 70_000 }, { file: large, ignoreRange: true });
  const { folder } = await fetchFrom('hf:org/model');
  expect(await isWhole(folder)).toBe(true);
});

test('a damaged part is fetched again by itself', async () => {
  await serve(plain);
  server.mishaps.push({ file: large, flipByte: 3, cutAfter: 70_000 });
  const { folder } = await fetchFrom('hf:org/model');
  expect(await isWhole(folder)).toBe(true);
});

test('the files of a sharded model come, and open as one', async () => {
  await serve(sharded);
  const { folder, files } = await fetchFrom('hf:org/model');
  expect(files).toEqual([
    'model.safetensors.index.json',
    'model-00001-of-00002.safetensors',
    'model-00002-of-00002.safetensors',
    'config.json',
    'preprocessor_config.json',
  ]);
  const checkpoint = await openCheckpoint(folder);
  expect([...checkpoint.tensors.keys()]).toEqual(['a', 'b']);
  await checkpoint.close();
  await server.close();
  expect((await fetchFrom('hf:org/model')).files).toEqual(files);
});

test('an index that leads out of its folder is refused before anything else is fetched', async () => {
  await serve({ files: { 'model.safetensors.index.json': '{"weight_map": {"a": "../../x.safetensors"}}' } });
  expect(await refusalOf(fetchFrom('hf:org/model'))).toContain('not the name of a safetensors file beside the index');
  expect(fileRequests()).toEqual([]);
});

test('downloads of one model at the same time end with the same whole files', async () => {
  await serve(plain);
  const found = await Promise.all([1, 2, 3].map(() => fetchFrom('hf:org/model')));
  for (const { folder } of found) expect(await isWhole(folder)).toBe(true);
  expect((await blobs()).length).toBe(2);
});

test('the token goes to the endpoint and to nobody else', async () => {
  await serve({ ...plain, token: 'secret' });
  await fetchFrom('hf:org/model', { environment: { HF_TOKEN: 'secret' } });
  const hub = server.requests.filter(request => request.server === 'hub');
  expect(hub.length).toBeGreaterThan(3);
  expect(hub.every(({ authorization }) => authorization === 'Bearer secret')).toBe(true);
  expect(fileRequests().length).toBe(1);
  expect(fileRequests().some(({ authorization }) => authorization !== undefined)).toBe(false);
});

test.each<[string, ServedModel, string, NodeJS.ProcessEnv, RegExp]>([
  [
    'unknown',
    plain,
    'hf:org/none',
    {},
    /hf:org\/none is not at http.* \(401\): check the name and set HF_TOKEN if it is private\./,
  ],
  [
    'private',
    { ...plain, token: 'a' },
    'hf:org/model',
    { HF_TOKEN: 'b' },
    /check the name and that the token in use may/,
  ],
  [
    'gated',
    { ...plain, token: 'a', gated: true },
    'hf:org/model',
    {},
    /is gated: accept its conditions at http.*org\/model/,
  ],
  ['without the revision', plain, 'hf:org/model@v9', {}, /hf:org\/model@v9: there is no revision "v9"/],
  [
    'of pickles',
    { files: { 'pytorch_model.bin': 'x' } },
    'hf:org/model',
    {},
    /pytorch_model\.bin alone, which may run code/,
  ],
  ['without weights', { files: { 'config.json': '{}' } }, 'hf:org/model', {}, /hf:org\/model has no weights/],
  [
    'that is not cached, offline',
    plain,
    'hf:org/model',
    { HF_HUB_OFFLINE: '1' },
    /is not in the cache at .* and HF_HUB_OFFLINE is set/,
  ],
  [
    'out of reach',
    plain,
    'hf:org/model',
    { HF_ENDPOINT: 'http://127.0.0.1:9' },
    /http:\/\/127\.0\.0\.1:9 can't be reached/,
  ],
])('a model %s is refused in a sentence', async (_, model, name, environment, sentence) => {
  await serve(model);
  expect(await refusalOf(fetchFrom(name, { environment }))).toMatch(sentence);
  await expect(readdir(join(home, 'hub', 'models--org--model', 'snapshots'))).rejects.toThrow('ENOENT');
});

test('a cache that is a file is refused in a sentence', async () => {
  await serve(plain);
  const cache = join(home, 'file');
  await writeFile(cache, '');
  await chmod(cache, 0o400);
  expect(await refusalOf(fetchFrom('hf:org/model', { environment: { HF_HUB_CACHE: cache } }))).toMatch(
    /The cache .*file can't be written to \(E\w+\): set HF_HUB_CACHE/,
  );
});
