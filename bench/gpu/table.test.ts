import { expect, test } from 'vitest';
import type { Case } from './cases';
import type { Implementation } from './implementations';
import { type Outcome, type Result, type Timing } from './outcome';
import { section, withSection } from './section';
import { fastestTorch, lossDifference, stepTime, tables } from './table';

const lora: Case = { backbone: 'vit-base-patch16-224', method: 'lora', batch: 64 };
const full: Case = { ...lora, method: 'full' };

const implementation = (name: string): Implementation => {
  const [engine, precision, compiled] = name.split(' ');
  return {
    name,
    engine: engine === 'pytorch' ? null : engine,
    precision: precision === 'tf32' || precision === 'bfloat16' || precision === 'float16' ? precision : 'float32',
    compiled: compiled !== undefined,
  };
};

const timing = (milliseconds: number, more: Partial<Timing> = {}): Timing => ({
  millisecondsPerStep: milliseconds,
  imagesPerSecond: 64_000 / milliseconds,
  milliseconds: null,
  microBatch: null,
  splitFor: null,
  processBytes: null,
  deviceMemory: { bytes: 5.5e9, of: 'process' },
  tensorBytes: null,
  document: null,
  ...more,
});

const result = (name: string, turns: Result['turns'], more: Partial<Result> = {}): Result => ({
  case: lora,
  implementation: implementation(name),
  turns,
  losses: null,
  ...more,
});

const outcome = (results: readonly Result[], more: Partial<Outcome> = {}): Outcome => ({
  command: 'npm run bench:gpu',
  time: '2030-01-02T03:04:05.000Z',
  card: { name: 'NVIDIA L4', driver: '570.86', memoryBytes: 24e9, usedBytes: 0, powerLimitWatts: 72 },
  machine: { system: 'Linux 6.1', processor: 'Processor', cores: 8, memoryBytes: 64e9 },
  versions: { PyTorch: '2.13.0', cuDNN: null },
  options: {
    device: 'gpu',
    cases: [lora],
    rounds: 3,
    steps: 20,
    only: [],
    python: 'python3',
    card: '0',
    threads: null,
    patience: 1200,
    out: 'bench',
  },
  engines: [],
  torch: { problem: '' },
  complete: true,
  trainable: [{ case: lora, parameters: 302_602 }],
  results,
  missing: [],
  ...more,
});

const cellsOf = (text: string, name: string) =>
  text
    .split('\n')
    .find(line => line.startsWith(`| ${name}`))
    ?.split(' | ');

test('a step takes the median of the turns that went well', () => {
  expect(stepTime(result('pytorch tf32', [timing(30), timing(10), { problem: 'lost' }, timing(12)]))).toBe(12);
  expect(stepTime(result('pytorch tf32', [timing(30), timing(10)]))).toBe(20);
  expect(stepTime(result('pytorch tf32', [{ problem: 'lost' }]))).toBeNull();
});

test("the rival is PyTorch's fastest of as much precision on the same case, compiled or not", () => {
  const ours = result('onnxruntime-webgpu float16', [timing(50)]);
  const results = [
    ours,
    result('pytorch bfloat16', [timing(40)]),
    result('pytorch bfloat16 compiled', [timing(25)]),
    result('pytorch tf32', [timing(5)]),
    result('pytorch bfloat16', [timing(1)], { case: full }),
    result('tensorflow bfloat16', [timing(2)]),
  ];
  expect(fastestTorch(results, ours)).toBe(25);
  expect(cellsOf(tables(outcome(results)), 'onnxruntime-webgpu float16')?.[5]).toBe('0.50');
});

test('a failure is a row with its literal reason, and a bar in it breaks no table', () => {
  const cells = cellsOf(
    tables(outcome([result('tensorflow float32', [{ problem: 'Out of memory: a | b' }])])),
    'tensorflow float32',
  );
  expect(cells?.[1]).toBe('failed: Out of memory: a \\| b');
});

test('what a later turn failed of stands beside the figures of those that went well', () => {
  const cells = cellsOf(tables(outcome([result('pytorch tf32', [timing(10), { problem: 'lost' }])])), 'pytorch tf32');
  expect(cells?.[1]).toBe('10.0');
  expect(cells?.at(-1)).toContain('a turn failed: lost');
});

test("memory says whether it is the process's or the whole card's, and what PyTorch's tensors take of it", () => {
  const own = result('tensorflow tf32', [timing(10), timing(10, { deviceMemory: { bytes: 6.5e9, of: 'process' } })]);
  const whole = result('onnxruntime-cuda tf32', [timing(10, { deviceMemory: { bytes: 7e9, of: 'card' } })]);
  const torch = result('pytorch tf32', [timing(10, { tensorBytes: 4e9 })]);
  const unseen = result('onnxruntime-webgpu float32', [timing(10, { deviceMemory: null })]);
  const text = tables(outcome([own, whole, torch, unseen]));
  expect(cellsOf(text, 'tensorflow')?.[4]).toBe('6.50');
  expect(cellsOf(text, 'onnxruntime-cuda')?.[4]).toBe('7.00 (card)');
  expect(cellsOf(text, 'pytorch')?.[4]).toBe('5.50, tensors 4.00');
  expect(cellsOf(text, 'onnxruntime-webgpu')?.[4]).toBe('?');
});

test('a batch that was split says into how many images, and why', () => {
  const turn = timing(10, { microBatch: 5, splitFor: 'Out of memory: so much' });
  const text = tables(outcome([result('onnxruntime-cuda float32', [turn, turn])]));
  expect(cellsOf(text, 'onnxruntime-cuda float32')?.[0]).toBe('| onnxruntime-cuda float32, 5 images at once');
  expect(cellsOf(text, 'onnxruntime-cuda float32')?.at(-1)).toBe('whole batch: Out of memory: so much |');
});

test("losses are compared with PyTorch's in float32, step by step", () => {
  const reference = result('pytorch float32', [], { losses: [2, 1] });
  const ours = result('tensorflow float32', [], { losses: [2, 1.01] });
  const broken = result('onnxruntime-cuda tf32', [], { losses: { problem: 'no such kernel' } });
  const results = [reference, result('pytorch float32 compiled', [], { losses: [9, 9] }), ours, broken];
  expect(lossDifference(results, ours)).toBeCloseTo(0.01);
  expect(lossDifference(results, broken)).toBeNull();
  const skipping = result('tensorflow float16', [], { losses: [2.002, 2.002] });
  expect(lossDifference(results, skipping)).toBeCloseTo(0.001);
  const text = tables(outcome(results.map(one => ({ ...one, turns: [timing(10)] }))));
  expect(cellsOf(text, 'tensorflow')?.at(-1)).toBe('1e-2 |');
  expect(cellsOf(text, 'onnxruntime-cuda')?.at(-1)).toBe('failed: no such kernel |');
});

test('what can not be measured at all is listed with its reason under the tables', () => {
  const text = tables(outcome([], { missing: [{ name: 'onnxruntime-directml', reason: 'It is for Windows.' }] }));
  expect(text).toContain('- onnxruntime-directml: It is for Windows.');
});

test("parameters are said to be PyTorch's too only where it has run with as many", () => {
  const ours = result('tensorflow float32', [timing(10)]);
  expect(tables(outcome([ours]))).toContain('302,602 trainable parameters, head included.');
  const torch = result('pytorch float32', [{ problem: 'It trains 1 parameter.' }], { losses: [2] });
  expect(tables(outcome([ours, torch]))).toContain("head included, in ours and in PyTorch's.");
  expect(tables(outcome([ours, { ...torch, losses: null }]))).toContain('head included.');
});

test('a case whose turn has not come says so', () => {
  expect(tables(outcome([]))).toContain('Not measured.');
});

test('a sitting names the card, its driver, memory and limit, and what was left out of an interrupted one', () => {
  const text = section(outcome([], { complete: false }));
  expect(text).toContain('NVIDIA L4, driver 570.86, 24 GB, 72 W.');
  expect(text).toContain('Interrupted');
  expect(text).toContain('PyTorch 2.13.0');
  expect(text).not.toContain('cuDNN');
});

test('without nvidia-smi a card has the name that an engine has for it', () => {
  const engine = {
    id: 'onnxruntime-webgpu',
    usable: true,
    version: '1',
    devices: ['gpu'],
    reason: null,
    precisions: [],
  };
  const text = section(outcome([], { card: null, engines: [{ ...engine, adapter: 'Apple M3' }] }));
  expect(text).toContain('Card: Apple M3. nvidia-smi does not answer');
});

test('a rehearsal names no card and says that it is one', () => {
  const text = section(outcome([], { card: null, options: { ...outcome([]).options, device: 'cpu' } }));
  expect(text).toContain('Card: none. This is a rehearsal');
});

test('a section takes the place of the one before it, and leaves the rest of the document alone', () => {
  const document = 'a\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nb\n<!-- rehearsal: begin -->\nkept\n';
  const written = withSection(withSection(document, 'gpu', 'newer'), 'gpu', 'newest');
  expect(written).toBe(
    'a\n<!-- figures: begin -->\n\nnewest\n\n<!-- figures: end -->\nb\n<!-- rehearsal: begin -->\nkept\n',
  );
  expect(() => withSection(document, 'cpu', 'text')).toThrow('has no');
});
