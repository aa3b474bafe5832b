import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import published from '../fixtures/counts/methods_counts.json';
import { buildCommandLine, refusal, visualTuning, visualTuningJson } from './commandLine';

beforeAll(buildCommandLine);

const documentSchema = z.strictObject({
  backbone: z.string(),
  method: z.string(),
  trainable: z.int(),
  head: z.int(),
  total: z.int(),
  layers: z.array(
    z.strictObject({
      layer: z.union([z.int(), z.enum(['embedding', 'norm', 'head'])]),
      name: z.string(),
      shape: z.array(z.int()),
      parameters: z.int(),
      trainable: z.boolean(),
    }),
  ),
});

const paramsOf = async (...words: string[]) => documentSchema.parse(await visualTuningJson(['params', ...words]));

/** Key of the published table, and the words that ask for it. */
const entries = [
  ['backbone', '--method full'],
  ['partial1', '--method partial'],
  ['partial4', '--method partial --set blocks=4'],
  ['vpt_shallow_p10', '--method vpt-shallow'],
  ['vpt_shallow_p100', '--method vpt-shallow --set prompts=100'],
  ['vpt_deep_p10', '--method vpt-deep'],
  ['vpt_deep_p50', '--method vpt-deep --set prompts=50'],
  ['pfeiffer_h8', '--method pfeiffer'],
  ['adaptformer_h64', '--method adaptformer'],
  ['adaptformer_h8', '--method adaptformer --set bottleneck=8'],
  ['lora_qv_r8', '--method lora'],
  ['lora_qv_r16', '--method lora --set rank=16'],
  ['lora_all_r8', '--method lora --set targets=q,k,v,output,fc1,fc2'],
  ['bitfit', '--method bitfit'],
  ['ssf', '--method ssf'],
] as const;

const backbones = [
  ['vit-tiny-patch16-224', published.vit_tiny],
  ['vit-small-patch16-224', published.vit_small],
  ['vit-base-patch16-224', published.vit_base],
] as const;

test.each(backbones.flatMap(([backbone, counts]) => entries.map(([key, words]) => ({ backbone, counts, key, words }))))(
  '$words trains the published $key parameters of $backbone',
  async ({ backbone, counts, key, words }) => {
    const { trainable, head, total, layers } = await paramsOf('--backbone', backbone, ...words.split(' '));
    expect(trainable).toBe(counts[key]);
    expect(head).toBe(counts.head10);
    const sum = (rows: typeof layers) => rows.reduce((all, { parameters }) => all + parameters, 0);
    expect(sum(layers)).toBe(total);
    expect(sum(layers.filter(row => row.trainable))).toBe(trainable + head);
    expect(sum(layers.filter(row => !row.trainable || key === 'backbone'))).toBeGreaterThan(0);
  },
);

test('LoRA on ViT-B/16 trains 294,912 parameters, as text says too', async () => {
  expect((await paramsOf('--backbone', 'vit-base-patch16-224', '--method', 'lora')).trainable).toBe(294_912);
  const { status, stdout, stderr } = await visualTuning(
    'params --backbone vit-base-patch16-224 --method lora --classes 100'.split(' '),
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/Trained, without the head +294,912\n/);
  expect(stdout).toMatch(/Share of the backbone +0\.344 %\n/);
  expect(stdout).toMatch(/Head +76,900\n/);
  expect(stdout).toMatch(/block 11 +4 +24,576 +7,112,448\n/);
});

test('methods that are combined add up, each with its own hyper-parameters', async () => {
  const words = '--method lora --method adaptformer --set rank=4 --set adaptformer.layers=last-3 --classes 3';
  const document = await paramsOf('--backbone', 'vit-base-patch16-224', ...words.split(' '));
  expect(document.method).toBe('lora+adaptformer');
  expect(document.trainable).toBe(published.vit_base.lora_qv_r4 + published.vit_base.adaptformer_h64 / 4);
  expect(document.head).toBe(3 * 769);
  expect(document.layers.find(({ name }) => name === 'lora.blocks.3.q.a')).toEqual({
    layer: 3,
    name: 'lora.blocks.3.q.a',
    shape: [4, 768],
    parameters: 3072,
    trainable: true,
  });
});

test.each([
  [
    '--backbone vit-huge --method lora',
    /^--backbone is "vit-huge", which is not known; did you mean "vit-large-patch16-224"\?\n$/,
  ],
  ['--backbone vit-nano --method lorra', /^Unknown method "lorra": did you mean "lora".*\n$/],
  [
    '--backbone vit-nano --method lora --set rnk=1',
    'method.rnk is not a hyper-parameter of lora; did you mean method.rank?\n',
  ],
  ['--backbone vit-nano --method lora --set rank=0', 'method.rank is 0 but must be a whole number (1 to 1024).\n'],
  ['--backbone vit-nano --method lora --set layers=6', /^method\.layers names block 6, .*\n$/],
  [
    '--backbone vit-nano --method lora --method ssf --set layers=1',
    '--set layers: several methods have it, so write lora.layers or ssf.layers.\n',
  ],
  ['--backbone vit-nano --method lora --rank 8', 'params has no flag --rank: did you mean --set rank=VALUE?\n'],
  ['--backbone vit-nano --method lora --classes 0', '--classes is "0" but must be a whole number (1 to 1000000).\n'],
  ['--backbone vit-nano', /^--method ID is missing: .*\n$/],
])('params %s is refused with one sentence', async (words, sentence) => {
  const expected = typeof sentence === 'string' ? sentence : expect.stringMatching(sentence);
  expect(await visualTuning(['params', ...words.split(' '), '--json'])).toEqual(refusal(expected));
});

test('methods --json lists every declaration', async () => {
  const listed = z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        group: z.enum(['fine-tuning', 'prompt', 'adapter', 'parameter', 'remapping']),
        subgroup: z.string(),
        idea: z.string(),
        citation: z.looseObject({ title: z.string(), authors: z.string(), year: z.int() }),
        hyperparameters: z.record(
          z.string(),
          z.looseObject({ kind: z.string(), default: z.unknown(), help: z.string() }),
        ),
      }),
    )
    .parse(await visualTuningJson(['methods']));
  const lora = listed.find(({ id }) => id === 'lora');
  expect(lora?.hyperparameters.rank).toMatchObject({ kind: 'integer', default: 8, minimum: 1, maximum: 1024 });
});
