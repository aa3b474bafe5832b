import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { main } from '../../bench/gpu/main';

let root: string;

const put = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};

const print = (value: unknown) => `console.log(${JSON.stringify(JSON.stringify(value))})`;

const engines = [
  { id: 'onnxruntime', usable: true, version: '1.30.0', devices: ['cpu'], reason: null },
  { id: 'onnxruntime-cuda', usable: true, version: '1.30.0', devices: ['gpu'], reason: null },
  { id: 'onnxruntime-directml', usable: false, version: null, devices: [], reason: 'It is for Windows.' },
  {
    id: 'tensorflow',
    usable: true,
    version: '2.21.0',
    devices: ['gpu'],
    reason: null,
  },
];

const torch = {
  ...{ python: '3.11.7', torch: '2.13.0+cu130', cuda: '13.0', cudnn: 92400, hip: null, problem: null },
  devices: { cuda: { name: 'NVIDIA L4', precisions: ['float32'] } },
};

/**
 * As the command line: holds 5 GiB of the card until that was seen, and says that TensorFlow needs more than there is in
 * bfloat16, and else for the whole batch.
 */
const commandLine = `
const words = process.argv.slice(2).join(' ');
if (words.startsWith('engines')) ${print(engines)};
else if (words.startsWith('params')) ${print({ trainable: 92160, head: 7690 })};
else if (/tensorflow --precision (bfloat16|float32.*--micro-batch 64)/.test(words)) {
  console.error('Failed: OOM when allocating tensor with shape[64,12,197,197]');
  process.exit(1);
} else {
  const { existsSync, writeFileSync } = require('fs');
  writeFileSync(__dirname + '/holds', process.pid + ', 5120');
  const looks = setInterval(() => {
    if (!existsSync(__dirname + '/holds.' + process.pid)) return;
    clearInterval(looks);
    ${print({ millisecondsPerStep: 40, imagesPerSecond: 1600, microBatch: 64, peakMemoryBytes: 3e8 })};
  }, 20);
}`;

/** As bench/torchStep.py, in the language of these tests. */
const torchStep = `
const words = process.argv.slice(2).join(' ');
if (words === '--describe') ${print(torch)};
else if (!words.includes('--expect-trainable 99850')) process.exit(1);
else ${print({ millisecondsPerStep: 20, imagesPerSecond: 3200, milliseconds: [20], peakMemoryBytes: 4e9, losses: [2, 1] })};`;

const sameStep = `
const [what, engine] = process.argv.slice(2);
if (what === 'write') ${print({})};
else if (what === 'losses') ${print({ losses: [2, 1.0001] })};
else if (engine === 'tensorflow') ${print({ precisions: ['float32', 'bfloat16'] })};
else ${print({ precisions: ['float32'] })};`;

const nvidiaSmi = (holds: string) => `#!${process.execPath}
const { readFileSync, writeFileSync } = require('fs');
const words = process.argv.slice(2).join(' ');
const holds = ${JSON.stringify(holds)};
if (words.includes('--query-gpu')) console.log('NVIDIA L4, 570.86, 23034, 5, 72.00');
else try {
  const held = readFileSync(holds, 'utf8');
  console.log(held);
  writeFileSync(holds + '.' + Number.parseInt(held), '');
} catch {}`;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bench-'));
  await put('dist/cli.js', commandLine);
  await put('bench/torchStep.py', torchStep);
  await put('sameStep.js', sameStep);
  await put('package.json', '{ "version": "0.1.0" }');
  await put('bench/gpu.md', '# Title\n\n<!-- figures: begin -->\n\n<!-- figures: end -->\n\nThe end.\n');
  await put('bin/nvidia-smi', nvidiaSmi(join(root, 'dist', 'holds')));
  await chmod(join(root, 'bin', 'nvidia-smi'), 0o755);
  vi.stubEnv('PATH', `${join(root, 'bin')}${delimiter}${process.env.PATH}`);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(root, { recursive: true });
});

const sit = (...words: string[]) =>
  main([`--python=${process.execPath}`, ...words], {
    root,
    sameStep: join(root, 'sameStep.js'),
    environment: process.env,
  });

const rowOf = (page: string, name: string) =>
  page
    .split('\n')
    .find(line => line.startsWith(`| ${name} `))
    ?.split('|')
    .slice(1, -1)
    .map(cell => cell.trim());

test('a sitting on a card leaves a page and a document with every implementation, those that failed too', async () => {
  expect(await sit('--cases=vit-base-patch16-224:vpt-deep', '--rounds=2', '--steps=3')).toBe(0);
  const page = await readFile(join(root, 'bench', 'gpu.md'), 'utf8');
  expect(page).toContain('NVIDIA L4, driver 570.86, 24 GB, 72 W');
  expect(page).toContain('99,850 trainable parameters');
  expect(rowOf(page, 'onnxruntime-cuda float32')).toEqual([
    ...['onnxruntime-cuda float32', '40.0', '40.0 to 40.0', '1600.0', '5.37', '0.50', '1e-4'],
  ]);
  expect(rowOf(page, 'pytorch float32')).toEqual([
    ...['pytorch float32', '20.0', '20.0 to 20.0', '3200.0', '?, tensors 4.00', '1.00', 'the same'],
  ]);
  expect(rowOf(page, 'tensorflow bfloat16')?.[1]).toBe(
    'failed: Out of memory: OOM when allocating tensor with shape[64,12,197,197]',
  );
  expect(rowOf(page, 'tensorflow float32')?.at(-1)).toBe(
    '1e-4; whole batch: Out of memory: OOM when allocating tensor with shape[64,12,197,197]',
  );
  expect(page).toContain('- onnxruntime-directml: It is for Windows.');
  expect(page).toMatch(/The end\.\n$/);

  const document = JSON.parse(await readFile(join(root, 'bench', 'gpu.json'), 'utf8'));
  expect(document.complete).toBe(true);
  expect(document.card.name).toBe('NVIDIA L4');
  expect(document.results.map((result: { turns: object[] }) => result.turns.length)).toEqual([2, 2, 1, 2, 2]);
  expect(document.options).not.toHaveProperty('python');
});

test('without a card nothing is measured or written, and the status says so', async () => {
  await put('dist/cli.js', commandLine.replaceAll('[\\"gpu\\"]', '[\\"cpu\\"]'));
  await put('bench/torchStep.py', torchStep.replace('cuda\\":{', 'cpu\\":{'));
  const before = await readFile(join(root, 'bench', 'gpu.md'), 'utf8');
  expect(await sit()).toBe(1);
  expect(await readFile(join(root, 'bench', 'gpu.md'), 'utf8')).toBe(before);
});

test('wrong use has a status of its own', async () => {
  expect(await sit('--fast')).toBe(2);
});
