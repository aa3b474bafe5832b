import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { buildCommandLine, outcomeOf, preload, refusal, startVisualTuning, visualTuning } from './commandLine';

let folder: string;
beforeAll(async () => {
  await buildCommandLine();
  folder = await mkdtemp(join(tmpdir(), 'visual-tuning-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('--version prints the version of the package', async () => {
  expect(await visualTuning(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([['--help'], ['-h'], ['help']])('%s lists the commands on stdout', async word => {
  const { status, stdout, stderr } = await visualTuning([word]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/\n {2}params +Count/);
});

test.each([[['help', 'params']], [['params', '--help']], [['params', '--backbone', '-h']]])(
  '%j explains the command',
  async words => {
    const { status, stdout } = await visualTuning(words);
    expect(status).toBe(0);
    expect(stdout).toContain('--backbone ID');
  },
);

test.each([[['help', 'inspect']], [['inspect', '--help']], [['inspect', '-h']]])(
  '%j shows the commands of which it is the first word',
  async words => {
    const { status, stdout, stderr } = await visualTuning(words);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/visual-tuning inspect attention RUN_DIR .*\n[^]*visual-tuning inspect checkpoint FILE/);
  },
);

test('the help of a command lists those that begin with its name', async () => {
  const { stdout } = await visualTuning(['help', 'engines']);
  expect(stdout).toMatch(/\n {2}engines install +\S[^]*\n {2}engines measure +\S/);
  expect((await visualTuning(['help', 'run'])).stdout).not.toContain('Commands');
});

test('commands that the program starts itself with are explained on demand and listed nowhere', async () => {
  for (const words of [['help'], ['help', 'engines']]) {
    expect((await visualTuning(words)).stdout).not.toMatch(/engines (turns|probe)/);
  }
  expect((await visualTuning(['help', 'engines', 'probe'])).stdout).toContain('visual-tuning engines probe ENGINE');
});

test('no words at all are wrong use, and get the help on stderr', async () => {
  const { status, stdout, stderr } = await visualTuning([]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('visual-tuning COMMAND');
});

test.each([
  [['rnu'], 'Unknown command rnu: did you mean run?\n'],
  [['prams'], 'Unknown command prams: did you mean params?\n'],
  [['help', 'method'], 'Unknown command method: did you mean methods?\n'],
  [['version'], 'Unknown command version: did you mean --version?\n'],
  [['constructor'], 'Unknown command constructor: see "visual-tuning help" for the commands.\n'],
  [['--jsn'], 'Unknown flag --jsn before the command: see "visual-tuning help" for the commands.\n'],
  [['methods', '--jsn'], 'methods has no flag --jsn: did you mean --json?\n'],
  [['params', '--bakbone', 'vit-nano', '--json'], 'params has no flag --bakbone: did you mean --backbone?\n'],
  [['engines', 'mesure'], 'Unknown command engines mesure: did you mean engines measure?\n'],
  [['compare', 'a', '--csv'], 'compare has no flag --csv: did you mean --format csv?\n'],
  [['params', '--method', 'lora', '--backbone'], '--backbone needs a value: write --backbone=ID.\n'],
])('%j is refused with status 2 and one sentence', async (words, sentence) => {
  expect(await visualTuning(words)).toEqual(refusal(sentence));
});

test('text is plain where stdout is not a terminal', async () => {
  const { stdout } = await visualTuning(['methods'], { env: { ...process.env, FORCE_COLOR: '1' } });
  // eslint-disable-next-line no-control-regex -- colours begin with this character
  expect(stdout).not.toMatch(/\u001b/);
  for (const id of ['full', 'vpt-deep', 'adaptformer', 'lora']) expect(stdout).toContain(`  ${id}  `);
});

test.runIf(existsSync('/dev/full'))('output that finds no room is lost, said so, and a failure', async () => {
  const full = openSync('/dev/full', 'w');
  try {
    const started = startVisualTuning(['methods', '--json'], { stdio: ['ignore', full, 'pipe'] });
    const { status, stderr } = await outcomeOf(started);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^The output can't be .*ENOSPC.*\n$/),
    });
    // What is only said on the way is no result.
    const silent = startVisualTuning(['methods'], { stdio: ['ignore', 'pipe', full] });
    expect(await outcomeOf(silent)).toMatchObject({ status: 0 });
  } finally {
    closeSync(full);
  }
});

test('a reader that goes away does no harm', async () => {
  const started = startVisualTuning(['methods']);
  started.stdout?.destroy();
  const { status, stderr } = await outcomeOf(started);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe('what an unexpected failure shows', () => {
  const fail = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    visualTuning(['methods', '--json', ...words], { env: { ...preload('unforeseenFailure.mjs'), ...env } });

  test('is its message alone, with status 1', async () => {
    const { status, stdout, stderr } = await fail([]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('Failed: unforeseen (--verbose says where.)\n');
  });

  test.each([
    [['--verbose'], {}],
    [[], { VISUAL_TUNING_DEBUG: '1' }],
  ])('is its stack with %j %j', async (words, env) => {
    const { status, stderr } = await fail(words, env);
    expect(status).toBe(1);
    expect(stderr).toMatch(/TypeError: unforeseen\n +at .*cli\.js/s);
  });
});

test.each([
  [['--help']],
  [['methods']],
  [['params', '--backbone', 'vit-nano', '--method', 'lora']],
  [['run', '--help']],
  [['params', '--backbone', 'vit-nano', '--method', 'nothing']],
])('%j loads no numeric library', async words => {
  const report = join(folder, `${words.join(' ')}.json`);
  await visualTuning(words, { env: { ...preload('loadedLibraries.mjs'), LOADED_LIBRARIES: report } });
  expect(JSON.parse(await readFile(report, 'utf8'))).toEqual({ native: [], tensorflow: false });
});

test('what computes loads ONNX Runtime and TensorFlow.js, so that their absence elsewhere means something', async () => {
  const report = join(folder, 'engines.json');
  await visualTuning(['engines', 'probe', 'onnxruntime'], {
    env: { ...preload('loadedLibraries.mjs'), LOADED_LIBRARIES: report },
  });
  expect(JSON.parse(await readFile(report, 'utf8'))).toEqual({
    native: [expect.stringContaining('onnxruntime')],
    tensorflow: true,
  });
});
