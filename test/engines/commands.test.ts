import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enginesFolder } from '../../src/engines/installation/dataFolder';
import { engineReportSchema } from '../../src/protocol/engineReport';
import { askEngines, doWithEngines } from '../../src/vscode/engines/commandLine';
import { buildCommandLine, refusal, visualTuning, visualTuningJson } from '../command-line/commandLine';

const isInstallable = process.platform === 'linux' && process.arch === 'x64';

let data: string;
beforeAll(buildCommandLine);
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'engines-'));
});
afterEach(() => rm(data, { recursive: true }));

const env = (more: NodeJS.ProcessEnv = {}) => ({ VISUAL_TUNING_DATA: data, VISUAL_TUNING_TENSORFLOW: '', ...more });
const preloaded = (module: string) => env({ NODE_OPTIONS: `--import=${new URL(module, import.meta.url).href}` });

/** An installation whose addon can't be loaded. */
async function brokenInstallation(): Promise<string> {
  const folder = join(data, 'engines', 'tensorflow-2.21.0-cpu');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'tfjs_binding.node'), 'not a library');
  return folder;
}

describe('engines', () => {
  test.runIf(isInstallable)('that are not installed say what installs them', async () => {
    const listed = await visualTuningJson(['engines'], { env: env() });
    expect(listed).toMatchObject([
      { id: 'onnxruntime', usable: true, auto: true },
      { id: 'onnxruntime-cuda', usable: false, reason: expect.stringContaining('engines install cuda') },
      { id: 'onnxruntime-webgpu' },
      {
        id: 'tensorflow',
        usable: false,
        action: 'install',
        reason: expect.stringContaining('engines install tensorflow'),
      },
      { id: 'reference', usable: true },
    ]);
  });

  test('with a broken library say so and are not usable', async () => {
    const folder = await brokenInstallation();
    const report = engineReportSchema.parse(await visualTuningJson(['engines', '--report'], { env: env() }));
    const tensorFlow = report.engines.find(({ id }) => id === 'tensorflow');
    expect(tensorFlow).toMatchObject({ usable: false, action: 'remove' });
    expect(tensorFlow?.reason).toMatch(/can't be loaded from .*\(.+\): remove it by .*, or use onnxruntime\.$/);
    expect(tensorFlow?.reason).toContain(folder);
  });

  test('whose library ends the process that loads it don’t end what asks', async () => {
    await brokenInstallation();
    const listed = await visualTuningJson(['engines'], { env: preloaded('crashingTensorflow.mjs') });
    expect(listed).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'onnxruntime', usable: true }),
        expect.objectContaining({
          id: 'tensorflow',
          usable: false,
          reason: expect.stringMatching(/SIG(SEGV|KILL)|status/),
        }),
        expect.objectContaining({ id: 'reference', usable: true }),
      ]),
    );
  });

  test('that were found usable are remembered until their library changes', async () => {
    await visualTuningJson(['engines'], { env: env() });
    const kept: unknown = JSON.parse(await readFile(join(data, 'probes.json'), 'utf8'));
    expect(Object.values(kept ?? {})).toContainEqual(expect.objectContaining({ device: 'cpu', adapter: null }));
    const listed = await visualTuningJson(['engines'], { env: env() });
    expect(listed).toContainEqual(expect.objectContaining({ id: 'onnxruntime', usable: true }));
  });
});

describe('auto', () => {
  const fast = { device: 'cpu', problem: null };
  const result = (imagesPerSecond: number) => ({ imagesPerSecond, millisecondsPerStep: 1, peakMemoryBytes: 1 });

  test('is ONNX Runtime where the engine that was faster is gone, and says so', async () => {
    const report = engineReportSchema.parse(await visualTuningJson(['engines', '--report'], { env: env() }));
    expect(report.measurement).toBeNull();
    await visualTuning(['engines', 'measure', '--json'], { env: env() });
    const measured: unknown = JSON.parse(await readFile(join(data, 'measurements.json'), 'utf8'));
    if (!Array.isArray(measured)) throw new Error('There is no list of measurements.');
    const tensorFlow = { ...fast, engine: 'tensorflow', version: '2.21.0', result: result(1e6) };
    measured[0].engines.push(tensorFlow);
    await writeFile(join(data, 'measurements.json'), JSON.stringify(measured));
    const after = engineReportSchema.parse(await visualTuningJson(['engines', '--report'], { env: env() }));
    expect(after.auto).toMatchObject({ engine: 'onnxruntime', why: expect.stringContaining("can't be used now") });
  });
});

describe('engines install', () => {
  test('refuses what it does not know', async () => {
    const refused = await visualTuning(['engines', 'install', 'torch'], { env: env() });
    expect(refused).toEqual(refusal('"torch" can\'t be installed: write tensorflow or cuda.\n'));
  });

  test.runIf(isInstallable)('without a compiler says how to get one, and leaves nothing', async () => {
    const install = (...words: string[]) =>
      visualTuning(['engines', 'install', 'tensorflow', '--device', 'cpu', ...words], {
        env: env({ PATH: data, CXX: '', TFJS_NODE_CDN_STORAGE: 'http://127.0.0.1:9/' }),
      });
    expect(await install('--source', 'wheel')).toEqual(
      refusal(expect.stringMatching(/^There is no C\+\+ compiler .*sudo apt install g\+\+.*\.\n$/)),
    );
    expect(await install()).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /TensorFlow can't be installed: tfjs-node's own download can't be used \(there is no C\+\+ compiler .*127\.0\.0\.1:9 can't be reached .*\), and neither can a wheel: there is no C\+\+ compiler .*\.\n$/,
      ),
    });
    expect(await readdir(data)).toEqual(['engines']);
    expect(await readdir(enginesFolder(env()))).toEqual([]);
  });

  test.runIf(isInstallable)('a second time says that it is there', async () => {
    const folder = await brokenInstallation();
    const again = await visualTuning(['engines', 'install', 'tensorflow'], { env: env() });
    expect(again).toEqual({ status: 0, stdout: `TensorFlow is there already: ${folder}.\n`, stderr: '' });
  });

  test('is undone by engines remove', async () => {
    const folder = await brokenInstallation();
    const removed = await visualTuning(['engines', 'remove', 'tensorflow'], { env: env() });
    expect(removed).toEqual({ status: 0, stdout: `Removed ${folder}.\n`, stderr: '' });
    expect(await readdir(enginesFolder(env()))).toEqual([]);
    const again = await visualTuning(['engines', 'remove', 'tensorflow'], { env: env() });
    expect(again.stdout).toContain('there was nothing to remove');
  });
});

describe('the editor', () => {
  const commandLine = () => ({
    nodePath: process.execPath,
    script: fileURLToPath(new URL('../../dist/cli.js', import.meta.url)),
    env: env(),
  });
  const never = new AbortController().signal;

  test('gets the report of the command line', async () => {
    const report = await askEngines(commandLine(), true);
    expect(report.engines.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['onnxruntime', 'tensorflow', 'reference']),
    );
    expect(report.machine.cores).toBeGreaterThan(0);
  });

  test('gets the sentence in which a task ends, well or not', async () => {
    const said = doWithEngines(commandLine(), ['remove', 'tensorflow'], { signal: never, onEvent: () => undefined });
    expect(await said).toContain('there was nothing to remove');
    const refused = doWithEngines(commandLine(), ['install', 'torch'], { signal: never, onEvent: () => undefined });
    await expect(refused).rejects.toThrow('write tensorflow or cuda.');
    const missing = askEngines({ ...commandLine(), nodePath: join(data, 'node') }, false);
    await expect(missing).rejects.toThrow("can't be started");
  });

  test('cancels a task, whose process ends', async () => {
    const stop = new AbortController();
    const measured = doWithEngines(commandLine(), ['measure'], { signal: stop.signal, onEvent: () => stop.abort() });
    await expect(measured).rejects.toThrow(/abort/i);
    expect(await readdir(data)).not.toContain('measurements.json');
  });
});
