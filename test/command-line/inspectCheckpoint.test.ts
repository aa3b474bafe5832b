import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixturePath } from '../fixtures/vit/fixture';
import { HubServer } from '../support/hubServer';
import { buildCommandLine, refusal, visualTuning, visualTuningJson } from './commandLine';

const family = (name: string) => fileURLToPath(new URL(`../fixtures/families/${name}`, import.meta.url));

let folder: string;
beforeAll(async () => {
  await buildCommandLine();
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test('a file is explained to a person', async () => {
  const { status, stdout, stderr } = await visualTuning(['inspect', 'checkpoint', family('hf-clip')]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Heads +2, by .*config\.json$/m);
  expect(stdout).toMatch(/^block 1 +3,280$/m);
  expect(stdout).toMatch(/^vision_model\.pre_layrnorm\.bias +F32 +\[16\] +16$/m);
  expect(stdout).toContain('21 tensors: the text tower, which is left aside.');
});

test('--json prints one document', async () => {
  expect(await visualTuningJson(['inspect', 'checkpoint', fixturePath('small.safetensors')])).toMatchObject({
    file: fixturePath('small.safetensors'),
    format: 'safetensors',
    layout: 'timm',
    architecture: { width: 48, depth: 3, patchSize: 8, imageSize: 32, classes: 5 },
    parameters: 95_285,
    missing: [],
    unexpected: [],
    metadata: {},
  });
});

test('names from a file do not steer the terminal', async () => {
  const header = JSON.stringify({ 'a\u001b[2J\u0007': { dtype: 'F32', shape: [0], data_offsets: [0, 0] } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const { status, stdout } = await visualTuning([
    'inspect',
    'checkpoint',
    await written('steering.safetensors', Buffer.concat([length, Buffer.from(header)])),
  ]);
  expect(status).toBe(0);
  expect(stdout).toContain('a\\u{1b}[2J\\u{7}');
  // eslint-disable-next-line no-control-regex -- what steers terminals
  expect(stdout).not.toMatch(/[\u0007\u001b]/);
});

test.each<[string, string | Buffer, RegExp]>([
  ['model.bin', Buffer.from('PK\u0003\u0004archive/data.pkl'), /model\.bin is a zip archive .* convert it in Python/],
  ['pointer.safetensors', 'version https://git-lfs.github.com/spec/v1\n', /is a Git LFS pointer, not the weights/],
  ['corrupt.safetensors', Buffer.alloc(300, 7), /corrupt\.safetensors is not a safetensors file/],
])('%s is refused in the sentence of the reader', async (name, content, sentence) => {
  expect(await visualTuning(['inspect', 'checkpoint', await written(name, content)])).toEqual(
    refusal(expect.stringMatching(sentence)),
  );
});

test.each([
  [['inspect'], 'Unknown command inspect: write inspect attention or inspect checkpoint.\n'],
  [['inspect', 'checkpoint'], /^inspect checkpoint needs FILE: /],
  [['inspect', 'checkpoint', 'hf:one-word'], /^Checkpoint "hf:one-word" is not a name on the hub: write hf:/],
])('%j is refused', async (words, sentence) => {
  expect(await visualTuning(words)).toEqual(
    refusal(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence)),
  );
});

test('a model of the hub is fetched once, and found offline from then on', async () => {
  const files = ['config.json', 'model.safetensors', 'preprocessor_config.json'];
  const contents = await Promise.all(files.map(file => readFile(join(family('hf-vit'), file))));
  const server = await HubServer.start({
    'org/model': { files: Object.fromEntries(files.map((file, index) => [file, contents[index]])) },
  });
  const env = { ...process.env, HF_HOME: join(folder, 'home'), HF_ENDPOINT: server.endpoint };
  const inspect = (more: NodeJS.ProcessEnv) =>
    visualTuningJson(['inspect', 'checkpoint', 'hf:org/model'], { env: { ...env, ...more } });
  try {
    const fetched = await inspect({});
    expect(fetched).toMatchObject({ layout: 'hugging-face', architecture: { heads: 2, classes: 5 } });
    await server.close();
    expect(await inspect({ HF_HUB_OFFLINE: '1' })).toEqual(fetched);
    const other = await visualTuning(['inspect', 'checkpoint', 'hf:org/other'], { env });
    expect(other).toEqual(refusal(expect.stringMatching(/can't be reached \(ECONNREFUSED\): check the connection/)));
  } finally {
    await server.close();
  }
});
