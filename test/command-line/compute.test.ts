import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { preprocessingSchema } from '../../src/protocol/preprocessing';
import { writeTinyCheckpoint } from '../fixtures/vit/tinyWeights';
import { buildCommandLine, preload, refusal, visualTuning, visualTuningJson } from './commandLine';

let folder: string;
let checkpoint: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visual-tuning-'));
  checkpoint = join(folder, 'tiny.safetensors');
  await Promise.all([buildCommandLine(), writeTinyCheckpoint(checkpoint)]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const picture = (name: string) => fileURLToPath(new URL(`../fixtures/images/${name}`, import.meta.url));
const norm = (values: readonly number[]) => Math.hypot(...values);

const featuresSchema = z.strictObject({
  architecture: z.string(),
  checkpoint: z.string().nullable(),
  preprocessing: preprocessingSchema,
  features: z.array(z.number()),
  logits: z.array(z.number()).optional(),
});
const featuresOf = async (backbone: string, image: string, ...words: string[]) =>
  featuresSchema.parse(
    await visualTuningJson(['features', '--backbone', backbone, '--image', picture(image), ...words]),
  );

describe('features', () => {
  const tiny = (path = checkpoint) => JSON.stringify({ architecture: 'vit-tiny-patch16-224', checkpoint: path });

  // timm 1.0.29 on these very weights and files, with its own transforms (crop 0.9, bicubic, mean and std 0.5).
  test.each([
    {
      image: 'wide.png',
      features: [-0.34550789, -0.66599262, 0.09372198, 0.35020009, 0.24326301, 1.11210942],
      logits: [1.65731919, -0.26069081, 0.70929319],
      norms: [14.35404015, 32.61614609],
    },
    {
      image: 'wide.jpg',
      features: [-0.29510245, -0.7246542, 0.11545619, 0.21745856, 0.20371459, 1.03831565],
      logits: [1.35401845, -0.50816894, 0.62362033],
      norms: [14.33521748, 32.52555084],
    },
    {
      image: 'tall.png',
      features: [0.03394084, -2.04587841, -0.08108598, -0.49959853, 0.12087046, -0.36046702],
      logits: [0.01817095, -1.0045948, 0.40621015],
      norms: [14.19118118, 32.58220673],
    },
  ])("of $image are timm's", async ({ image, features, logits, norms }) => {
    const made = await featuresOf(tiny(), image);
    expect(made.checkpoint).toBe(checkpoint);
    expect([made.features.length, made.logits?.length]).toEqual([192, 1000]);
    features.forEach((value, i) => expect(made.features[i]).toBeCloseTo(value, 4));
    logits.forEach((value, i) => expect(made.logits?.[i]).toBeCloseTo(value, 4));
    expect(norm(made.features)).toBeCloseTo(norms[0], 4);
    expect(norm(made.logits ?? [])).toBeCloseTo(norms[1], 4);
  });

  test('without a checkpoint are those of random weights, which stderr says, and which depend on the seed', async () => {
    const words = ['features', '--backbone', 'vit-nano-patch8-32', '--image', picture('wide.png'), '--json'];
    const [first, again, other] = await Promise.all(
      [words, words, [...words, '--seed', '1']].map(each => visualTuning(each)),
    );
    expect(first.stderr).toBe('vit-nano-patch8-32 has no checkpoint: its weights are random, drawn from seed 0.\n');
    expect(again.stdout).toBe(first.stdout);
    expect(other.stdout).not.toBe(first.stdout);
    const made = featuresSchema.parse(JSON.parse(first.stdout));
    expect([made.architecture, made.checkpoint, made.features.length]).toEqual(['vit-nano-patch8-32', null, 128]);
    expect(made).not.toHaveProperty('logits');
  });

  test('are the same on the reference engine', async () => {
    const [native, plain] = await Promise.all([
      featuresOf('vit-nano', 'wide.png'),
      featuresOf('vit-nano', 'wide.png', '--engine', 'reference'),
    ]);
    plain.features.forEach((value, i) => expect(native.features[i]).toBeCloseTo(value, 4));
  });

  test.each<[string, () => Promise<string[]>, RegExp]>([
    [
      'a damaged checkpoint',
      async () => {
        const damaged = join(folder, 'damaged.safetensors');
        await writeFile(damaged, Buffer.from('this is not a checkpoint at all'));
        return ['--backbone', tiny(damaged), '--image', picture('wide.png')];
      },
      /damaged\.safetensors/,
    ],
    [
      'a checkpoint of another architecture',
      async () => {
        const backbone = JSON.stringify({ architecture: 'vit-base-patch16-224', checkpoint });
        return ['--backbone', backbone, '--image', picture('wide.png')];
      },
      /tiny\.safetensors.*looks like vit-tiny-patch16-224/,
    ],
    ['no checkpoint', async () => ['--backbone', tiny('none.safetensors'), '--image', 'x.png'], /none\.safetensors/],
    [
      'an image that is none',
      async () => ['--backbone', 'vit-nano', '--image', picture('make.py'), '--seed', '3'],
      /--image ".*make\.py" can't be decoded: it is not an image/,
    ],
    ['no image', async () => ['--backbone', 'vit-nano', '--image', 'x.png'], /--image "x\.png" .* the file is missing/],
    [
      'JSON with a slip',
      async () => ['--backbone', '{"architecture":}', '--image', 'x.png'],
      /^--backbone is not valid JSON/,
    ],
    [
      'a misspelt field',
      async () => ['--backbone', '{"architecture":"vit-nano","weights":"x"}', '--image', 'x.png'],
      /^--backbone: backbone\.weights is not known here/,
    ],
    [
      'an engine that is not installed',
      async () => ['--backbone', 'vit-nano', '--image', 'x.png', '--engine', 'tensorflow'],
      /^TensorFlow is not installed: "visual-tuning engines install tensorflow"/,
    ],
  ])('of %s are refused with one sentence', async (_, words, sentence) => {
    const { status, stdout, stderr } = await visualTuning(['features', ...(await words()), '--json']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(sentence);
    expect(lines.filter(line => !line.includes('its weights are random'))).toHaveLength(1);
  });
});

describe('engines', () => {
  test('says what can compute here', async () => {
    const listed = await visualTuningJson(['engines']);
    expect(listed).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'onnxruntime', usable: true, devices: ['cpu'], reason: null }),
        expect.objectContaining({
          id: 'tensorflow',
          usable: false,
          version: null,
          reason: expect.stringMatching(/\.$/),
        }),
        expect.objectContaining({ id: 'reference', usable: true, devices: ['cpu'], reason: null }),
      ]),
    );
  });

  test('says why ONNX Runtime can not, in one sentence', async () => {
    const listed = await visualTuningJson(['engines'], { env: preload('brokenOnnxRuntime.mjs') });
    expect(listed).toContainEqual(
      expect.objectContaining({ id: 'onnxruntime', usable: false, version: null, devices: [] }),
    );
    expect(listed).toContainEqual(expect.objectContaining({ id: 'reference', usable: true }));
  });

  test('that are broken are not replaced behind a person’s back, but the reference still works', async () => {
    const words = ['features', '--backbone', 'vit-nano-patch8-32', '--image', picture('wide.png'), '--json'];
    const broken = await visualTuning(words, { env: preload('brokenOnnxRuntime.mjs') });
    const sentence =
      /^ONNX Runtime's native library can't be loaded on \S+ \(libm.* not found\): .*--engine reference.*\.\n$/;
    expect(broken).toEqual(refusal(expect.stringMatching(sentence)));
    const reference = await visualTuning([...words, '--engine', 'reference'], {
      env: preload('brokenOnnxRuntime.mjs'),
    });
    expect(reference.status).toBe(0);
  });
});

const benchmarkSchema = z.strictObject({
  imagesPerSecond: z.number().positive(),
  millisecondsPerStep: z.number().positive(),
  gflopsPerSecond: z.number().positive(),
  peakMemoryBytes: z.int().min(2 ** 25),
  engine: z.string(),
  threads: z.int(),
  precision: z.string(),
  batch: z.int(),
  microBatch: z.int(),
  flopsPerStep: z.int().positive(),
  matrixProductGflopsPerSecond: z.number().positive(),
  shareOfMatrixProductRate: z.number().positive(),
});

describe('bench', () => {
  const words = 'bench --backbone vit-nano --method lora --set rank=4 --batch 4 --steps 3 --threads 1'.split(' ');

  test('measures training steps, in numbers that agree with each other', async () => {
    const measured = benchmarkSchema.parse(await visualTuningJson(words));
    expect(measured).toMatchObject({
      engine: 'onnxruntime',
      threads: 1,
      precision: 'float32',
      batch: 4,
      microBatch: 4,
    });
    const { imagesPerSecond, millisecondsPerStep, gflopsPerSecond, flopsPerStep } = measured;
    expect(imagesPerSecond * millisecondsPerStep).toBeCloseTo(4000, 5);
    expect(gflopsPerSecond * millisecondsPerStep * 1e6).toBeCloseTo(flopsPerStep, -1);
  });

  test('says what to choose where the engine has not the precision', async () => {
    const { status, stderr } = await visualTuning([...words, '--precision', 'bfloat16', '--engine', 'onnxruntime']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/--precision is bfloat16, which onnxruntime can't compute here: choose float32 or .+\.$/m);
  });

  test('prints a report of them', async () => {
    const { status, stdout } = await visualTuning(words);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^lora on vit-nano, onnxruntime with 1 thread\n/);
    expect(stdout).toMatch(/Images per second +[\d,.]+\n/);
    expect(stdout).toMatch(/Share of that rate +[\d.]+ %\n/);
  });
});

describe('sample', () => {
  test('unpacks the digits under samples/, once', async () => {
    const path = join(folder, 'samples', 'digits');
    expect(await visualTuning(['sample', 'digits', folder])).toEqual({
      status: 0,
      stdout: `${path}\n`,
      stderr: 'Unpacked 1,797 images.\n',
    });
    expect((await readdir(path)).sort()).toEqual([...'0123456789', 'LICENSE.txt']);
    const again = await visualTuning(['sample', 'digits'], { cwd: folder });
    expect(again.status).toBe(0);
    expect(again.stderr).toBe('It is there already: nothing was changed.\n');
  });

  test('of another name is refused', async () => {
    expect(await visualTuning(['sample', 'digit', folder])).toEqual(
      refusal('Unknown sample "digit": did you mean digits?\n'),
    );
  });
});
