import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { methods as catalogue } from '../methods/catalogue';
import { InputError } from '../protocol/inputError';
import { loadExperiment, parseExperiment } from './load';
import { tinyMethods } from './tinyMethods.fixture';

const data = { kind: 'image-folder', path: '../images' };
const minimal = { backbone: 'vit-nano', data, method: { id: 'tokens' } };
const training = (fields: object) => ({ ...minimal, training: fields });
const method = (fields: unknown) => ({ ...minimal, method: fields });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'experiment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(content: unknown, name = 'digits.tuning.json'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

test('the minimal file is loaded with every default filled in', async () => {
  const { experiment, architecture, selections } = await loadExperiment(await written(minimal), tinyMethods);
  expect(experiment).toMatchObject({
    name: 'digits',
    method: { id: 'tokens', prompts: 4, dropout: 0, layers: 'all' },
    training: { epochs: 20 },
    seed: 0,
  });
  expect(architecture.id).toBe('vit-nano');
  expect(selections).toEqual([{ method: tinyMethods[0], values: { prompts: 4, dropout: 0, layers: 'all' } }]);
});

test('paths are taken from the folder of the file, and absolute ones stay', async () => {
  const backbone = { architecture: 'vit-nano', checkpoint: 'weights/nano.safetensors' };
  const { experiment } = await loadExperiment(await written({ ...minimal, backbone }), tinyMethods);
  expect(experiment.data.path).toBe(join(folder, '..', 'images'));
  expect(experiment.backbone).toEqual({ ...backbone, checkpoint: join(folder, 'weights', 'nano.safetensors') });
  const elsewhere = { ...minimal, data: { ...data, path: join(tmpdir(), 'pictures') } };
  const loaded = await loadExperiment(await written(elsewhere), tinyMethods);
  expect(loaded.experiment.data.path).toBe(join(tmpdir(), 'pictures'));
});

test('a byte order mark is no mistake', async () => {
  const file = await written(`\uFEFF${JSON.stringify(minimal)}`);
  await expect(loadExperiment(file, tinyMethods)).resolves.toMatchObject({ file });
});

test('a name in the file is kept, whatever the file is called', async () => {
  const { experiment } = await loadExperiment(await written({ ...minimal, name: 'Mine' }), tinyMethods);
  expect(experiment.name).toBe('Mine');
});

test.each(['Digits, LoRA (2)', 'Blütenblätter', '数字', '3:1 "best"?'])('%s is a name', async name => {
  const { experiment } = await loadExperiment(await written({ ...minimal, name }), tinyMethods);
  expect(experiment.name).toBe(name);
});

test.each(['..', '…', 'a\\b', 'two\nlines', '/tmp/a'])('%j is no name', async name => {
  await expect(loadExperiment(await written({ ...minimal, name }), tinyMethods)).rejects.toThrow(/: name is "/);
});

test('a file whose name is no name of an experiment still has one, which can be read again', async () => {
  const { experiment } = await loadExperiment(await written(minimal, '.tuning.json'), tinyMethods);
  expect(experiment.name).toBe('experiment');
});

test('the methods of the catalogue are known without being passed', async () => {
  const all = catalogue.map(({ id }) => id);
  expect(all.length).toBeGreaterThan(0);
  for (const id of all) {
    await expect(loadExperiment(await written(method({ id })))).resolves.toBeDefined();
  }
});

test('a file that is not there is named', async () => {
  const missing = join(folder, 'missing.tuning.json');
  await expect(loadExperiment(missing)).rejects.toThrow(InputError);
  await expect(loadExperiment(missing)).rejects.toThrow(
    `${missing}: there is no such file: check the path of the experiment.`,
  );
});

test('a folder in place of the file is named', async () => {
  await mkdir(join(folder, 'sub'));
  await expect(loadExperiment(join(folder, 'sub'))).rejects.toThrow(/this is a folder/);
});

test('a checkpoint on a hub keeps its name, and a name that is none is refused', async () => {
  const on = (checkpoint: string) => written({ ...minimal, backbone: { architecture: 'vit-nano', checkpoint } });
  const { experiment } = await loadExperiment(await on('hf:org/name@v1'), tinyMethods);
  expect(experiment.backbone).toEqual({ architecture: 'vit-nano', checkpoint: 'hf:org/name@v1' });
  await expect(loadExperiment(await on('hf:../name'), tinyMethods)).rejects.toThrow(InputError);
});

test.each([
  [
    'an unknown architecture',
    { ...minimal, backbone: 'resnet50' },
    'backbone is "resnet50", which is not known: use one',
  ],
  [
    'a misspelt architecture',
    { ...minimal, backbone: { architecture: 'vit-huge' } },
    'backbone.architecture is "vit-huge", which is not known; did you mean "vit-large-patch16-224"?',
  ],
  ['a block that is not there', method({ id: 'tokens', layers: [6] }), 'method.layers names block 6'],
])('%s is refused in the name of the file', async (_, content, sentence) => {
  const file = await written(content);
  await expect(loadExperiment(file, tinyMethods)).rejects.toThrow(InputError);
  await expect(loadExperiment(file, tinyMethods)).rejects.toThrow(`${file}: ${sentence}`);
});

test('what is not JSON is shown by line and column', () => {
  expect(() => parseExperiment('{\n  "backbone": "vit-nano",\n}', 'd.tuning.json')).toThrow(
    new InputError('d.tuning.json:3:1: not valid JSON: expected a field name in double quotes but found "}".'),
  );
});

const mistakes: [unknown, string][] = [
  [training({ learnRate: 1 }), 'training.learnRate is not known here; did you mean training.optimizer.learningRate?'],
  [training({ lr: 1 }), 'training.lr is not known here; did you mean training.optimizer.learningRate?'],
  [training({ epoch: 1 }), 'training.epoch is not known here; did you mean training.epochs?'],
  [training({ prompts: 1 }), 'training.prompts is not known here; did you mean method.prompts?'],
  [{ ...minimal, colour: 1 }, 'colour is not known here; known are name, backbone, data, method, training and seed.'],
  [training({ optimizer: { momentum: 0.9 } }), 'training.optimizer.momentum is known only with "name": "sgd".'],
  [
    training({ schedule: { name: 'step', evry: 1 } }),
    'training.schedule.evry is not known here; did you mean training.schedule.every?',
  ],
  [
    method({ id: 'token' }),
    'method.id is "token" but must be "tokens", "low-rank", "thaw" or "probe"; did you mean "tokens"?',
  ],
  [method({}), 'method.id is missing: give "tokens", "low-rank", "thaw" or "probe".'],
  [method('tokens'), 'method is "tokens" but must be an object with id or a list (1 to 4), each an object with id.'],
  [method([]), 'method is [] but must be an object with id or a list (1 to 4), each an object with id.'],
  [
    method({ id: 'tokens', prompt: 3 }),
    'method.prompt is not a hyper-parameter of tokens; did you mean method.prompts?',
  ],
  [
    method({ id: 'tokens', rank: 3 }),
    'method.rank is not a hyper-parameter of tokens; known are prompts, dropout and layers.',
  ],
  [
    method([{ id: 'tokens' }, { id: 'probe', prompts: 3 }]),
    'method[1].prompts is not a hyper-parameter of probe; did you mean method[0].prompts?',
  ],
  [method({ id: 'tokens', prompts: 0 }), 'method.prompts is 0 but must be a whole number (1 to 100).'],
  [method({ id: 'tokens', prompts: '4' }), 'method.prompts is "4" but must be a whole number (1 to 100).'],
  [
    method({ id: 'tokens', layers: 'end' }),
    'method.layers is "end" but must be "all", "first-N", "last-N" or a list (1 or more), each a whole number (0 or more).',
  ],
  [
    method({ id: 'low-rank', targets: ['q', 'w'] }),
    'method.targets[1] is "w" but must be "q", "k", "v", "output", "fc1" or "fc2".',
  ],
  [
    training({ optimizer: { name: 'adam' } }),
    'training.optimizer.name is "adam" but must be "adamw" or "sgd"; did you mean "adamw"?',
  ],
  [
    training({ schedule: 'cosin' }),
    'training.schedule is "cosin" but must be "cosine", "linear", "step", "constant" or an object with name; did you mean "cosine"?',
  ],
  [training({ gradientClipping: -1 }), 'training.gradientClipping is -1 but must be a number (above 0) or null.'],
  [training({ batchSize: 8, microBatchSize: 16 }), 'training.microBatchSize must not be larger than the batch size.'],
  [
    { ...minimal, data: { kind: 'image-folder' } },
    'data.path is missing: give text (Folder of the images, relative to this file).',
  ],
  [{ ...minimal, data: { ...data, path: '' } }, 'data.path is empty: give text.'],
  [{ ...minimal, data: { ...data, shots: 0 } }, 'data.shots is 0 but must be a whole number (1 or more) or null.'],
  [
    { ...minimal, data: { ...data, validation: '0.2' } },
    'data.validation is "0.2" but must be a number (0 or more, below 1).',
  ],
  [
    { ...minimal, data: { ...data, preprocessing: { mean: [1, 2] } } },
    'data.preprocessing.mean is [1,2] but must be a list of 3, each a number.',
  ],
  [
    { ...minimal, data: { ...data, validation: 0.5, test: 0.5 } },
    'data.validation and data.test must together be less than 1, so that images are left to train on.',
  ],
  [
    { ...minimal, name: 'a/../../b' },
    'name is "a/../../b", but run folders are named after it: write at least one letter or digit, and no "/", "\\" or line break.',
  ],
  [{ ...minimal, name: '' }, 'name is empty: give text.'],
  [{ ...minimal, seed: -1 }, 'seed is -1 but must be a whole number (0 or more).'],
  [[], 'the file holds [] but must be an object with backbone, data and method.'],
  [{ ...minimal, seed: 'x'.repeat(100) }, `seed is "${'x'.repeat(56)}... but must be a whole number (0 or more).`],
  [method({ id: 'probe', dropout: 3 }), 'method.dropout is not a hyper-parameter of probe, which has none.'],
];

test.each(mistakes.map(([content, sentence]) => ({ content, sentence })))('$sentence', ({ content, sentence }) => {
  expect(() => parseExperiment(JSON.stringify(content), 'd.tuning.json', tinyMethods)).toThrow(
    new InputError(`d.tuning.json: ${sentence}`),
  );
});

test('of several problems the most helpful is told and the others are counted', () => {
  const content = { backbon: 'vit-nano', data: {}, method: { id: 'tokens', prompts: -1 } };
  expect(() => parseExperiment(JSON.stringify(content), 'd.tuning.json', tinyMethods)).toThrow(
    new InputError('d.tuning.json: backbon is not known here; did you mean backbone? (and 4 more problems)'),
  );
});

test('whatever stands in a field, the file is taken or refused by a sentence that names the file', () => {
  const complete = parseExperiment(JSON.stringify(minimal), 'd', tinyMethods);
  const paths = ['name', 'backbone', 'data', 'method', 'training', 'seed', 'other'].map(name => [name]);
  const inner = Object.keys(complete.training).map(name => ['training', name]);
  const field = fc.constantFrom(...paths, ...inner, ['data', 'shots'], ['method', 'layers'], ['method', 'id']);
  fc.assert(
    fc.property(field, fc.jsonValue(), ([first, second], value) => {
      const holder: unknown = Reflect.get(complete, first);
      const content = { ...complete, [first]: second ? { ...Object(holder), [second]: value } : value };
      try {
        parseExperiment(JSON.stringify(content), 'd', tinyMethods);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect(String(error)).toMatch(/^InputError: d: .{10,}/);
      }
    }),
    { numRuns: 300 },
  );
});

test('many method ids are not listed where one of them was meant', () => {
  const [tokens] = tinyMethods;
  const many = Array.from({ length: 12 }, (_, index) => ({ ...tokens, id: `method-${'abcdefghijkl'.charAt(index)}x` }));
  expect(() => parseExperiment(JSON.stringify(method({ id: 'methodcx' })), 'd', many)).toThrow(
    new InputError('d: method.id is "methodcx", which is not known; did you mean "method-cx"?'),
  );
});
