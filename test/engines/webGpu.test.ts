import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { provideSoftwareVulkan } from '../../scripts/softwareVulkan.mjs';
import type { RunSummary } from '../../src/protocol/runSummary';
import { readRun } from '../../src/runs/readRun';
import { buildCommandLine, visualTuning, visualTuningJson } from '../command-line/commandLine';
import { relativeError } from '../numeric/closeness';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isLinux = process.platform === 'linux' && process.arch === 'x64';

const bench = 'bench --backbone vit-nano --method linear --batch 1 --steps 1 --engine onnxruntime-webgpu'.split(' ');

/** What holds of SwiftShader's arithmetic; a network of three blocks comes to about 1e-5. */
const tolerance = 1e-4;

const comparedSchema = z.object({
  device: z.literal('cpu'),
  adapter: z.string(),
  methods: z.array(z.object({ method: z.string(), error: z.number(), of: z.string() })),
  notices: z.array(z.string()),
});

// Elsewhere than on Linux, WebGPU needs no Vulkan, and there is no device in software to be had.
describe.runIf(isLinux)('ONNX Runtime on WebGPU', () => {
  let folder: string;
  let device: NodeJS.ProcessEnv;
  beforeAll(async () => {
    // Inside the project, so that its packages are found.
    folder = await mkdtemp(join(root, 'node_modules', '.webgpu-'));
    device = await provideSoftwareVulkan();
    await buildCommandLine();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const env = () => ({ ...device, VISUAL_TUNING_DATA: join(folder, 'data') });

  test('is usable on a Vulkan device in software, and is not taken for a graphics card', async () => {
    const listed = await visualTuningJson(['engines'], { env: env() });
    expect(listed).toContainEqual(
      expect.objectContaining({
        id: 'onnxruntime-webgpu',
        usable: true,
        devices: ['cpu'],
        adapter: 'Vulkan in software',
      }),
    );
  });

  test('is not usable where no device is, and says why and what to do', async () => {
    const none = { ...env(), VK_ICD_FILENAMES: join(folder, 'none.json') };
    const listed = await visualTuningJson(['engines'], { env: none });
    const reason = expect.stringMatching(/can't be used \(.*No supported adapters\): install a Vulkan driver .*\.\n?$/);
    expect(listed).toContainEqual(expect.objectContaining({ id: 'onnxruntime-webgpu', usable: false, reason }));
    const asked = await visualTuning(bench, { env: none });
    expect(asked).toEqual({ status: 2, stdout: '', stderr: reason });
  });

  test('whose driver crashes ends in a sentence, not in a crash', async () => {
    const crashing = { ...env(), NODE_OPTIONS: `--import=${new URL('crashingWebGpu.mjs', import.meta.url).href}` };
    const data = { VISUAL_TUNING_DATA: join(folder, 'other') };
    const asked = await visualTuning(bench, { env: { ...crashing, ...data } });
    const sentence = /can't be used \(its process crashed: it was ended by SIGSEGV\): .*, or use onnxruntime\.\n$/;
    expect(asked).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(sentence) });
  });

  test('computes the whole of a network, with the reference’s loss and gradients within 1e-4', async ({ annotate }) => {
    const methods = ['full', 'vpt-deep', 'lora', 'ssf'];
    const script = join(folder, 'webGpuGradients.js');
    await build({
      absWorkingDir: root,
      entryPoints: ['test/engines/webGpuGradients.ts'],
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      external: ['onnxruntime-node', 'sharp', 'node-fetch'],
      outfile: script,
      logLevel: 'error',
    });
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...methods], {
      env: { ...process.env, ...env() },
    });
    const compared = comparedSchema.parse(JSON.parse(stdout));
    expect(compared.methods.map(({ method }) => method).sort()).toEqual(methods.sort());
    // Nothing was left to the processor.
    expect(compared.notices).toEqual([]);
    for (const { method, error, of } of compared.methods) {
      await annotate(`${method}: at most ${error.toExponential(1)} (${of})`);
      expect(error, `${method}: ${of}`).toBeLessThan(tolerance);
    }
  });

  test('trains by the command line as the processor does, within 1e-4', async ({ annotate }) => {
    await visualTuning(['sample', 'digits', folder]);
    const digits = join(folder, 'samples', 'digits');
    for (const name of ['3', '8']) {
      const files = (await readdir(join(digits, name))).sort().slice(0, 6);
      await mkdir(join(folder, 'few', name), { recursive: true });
      for (const file of files) await cp(join(digits, name, file), join(folder, 'few', name, file));
    }
    const experiment = join(folder, 'few.tuning.json');
    await writeFile(
      experiment,
      JSON.stringify({
        backbone: 'vit-nano-patch8-32',
        data: { kind: 'image-folder', path: 'few' },
        method: { id: 'lora', rank: 2 },
        training: { epochs: 2, batchSize: 4, optimizer: { name: 'adamw', learningRate: 0.01 } },
      }),
    );
    const [webGpu, processor] = await Promise.all(
      ['onnxruntime-webgpu', 'onnxruntime'].map(async engine => {
        const words = ['run', experiment, '--runs', join(folder, engine), '--engine', engine, '--threads', '2'];
        const { status, stderr } = await visualTuning(words, { env: env() });
        expect({ status, stderr }).toMatchObject({ status: 0 });
        const [run] = await readdir(join(folder, engine));
        return readRun(join(folder, engine, run));
      }),
    );
    expect(webGpu.environment?.engine.name).toBe('onnxruntime-webgpu');
    expect(webGpu.warnings).toEqual(processor.warnings);
    expect(webGpu.steps.length).toBeGreaterThanOrEqual(4);
    for (const [what, read] of Object.entries(journalled)) {
      const error = relativeError(read(webGpu), read(processor));
      await annotate(`${what}: at most ${error.toExponential(1)} apart`);
      expect(error, what).toBeLessThan(tolerance);
    }
  });
});

const journalled: Readonly<Record<string, (run: RunSummary) => number[]>> = {
  losses: ({ steps, test: tested }) => [...steps.map(({ loss }) => loss ?? NaN), tested?.loss ?? NaN],
  'gradient norms': ({ steps }) => steps.map(({ gradientNorm }) => gradientNorm ?? NaN),
};
