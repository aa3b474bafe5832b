import { afterEach, expect, test } from 'vitest';
import type { EngineId, EngineStatus } from '../../protocol/engineReport';
import { measureEngines } from './measureEngines';

/** In place of the command line: an engine's steps take what its name is told to take here, and `tensorflow` gives up. */
const script = `
  const [, , engine] = process.argv.slice(1);
  const steps = { onnxruntime: 40, 'onnxruntime-cuda': 10, 'onnxruntime-webgpu': 900, tensorflow: 20 };
  console.log('A library says hello.');
  const say = () => console.log(JSON.stringify({ milliseconds: [steps[engine]], peakMemoryBytes: 5 }));
  if (engine === 'onnxruntime-directml') setInterval(() => undefined, 1000);
  else say();
  process.stdin.on('data', () => {
    if (engine === 'tensorflow') { console.error('Failed: out of memory. (--verbose says where.)'); process.exit(1); }
    console.error('turn of ' + engine);
    say();
  });
`;
const program = { command: process.execPath, words: ['-e', script] };

const status = (id: EngineId, usable = true): EngineStatus => ({
  id,
  title: id,
  usable,
  version: '1',
  devices: ['gpu'],
  adapter: null,
  reason: null,
  threads: 1,
  memoryBytes: 1,
  oneDnn: null,
  library: null,
  action: null,
  installable: null,
  auto: false,
});

const stop = new AbortController();
afterEach(() => stop.abort());

test('engines take turns, each in one process; what is far behind has one turn, and what fails says why', async () => {
  const told: string[] = [];
  const ids = ['onnxruntime', 'onnxruntime-cuda', 'onnxruntime-webgpu', 'tensorflow', 'reference'] as const;
  const { engines, workload } = await measureEngines([...ids.map(id => status(id))], program, {
    signal: stop.signal,
    environment: process.env,
    onProgress: ({ what }) => told.push(what),
  });
  const named = { device: 'gpu', version: '1' };
  const rate = (millisecondsPerStep: number) => ({
    result: { imagesPerSecond: 4000 / millisecondsPerStep, millisecondsPerStep, peakMemoryBytes: 5 },
    problem: null,
  });
  expect(engines).toEqual([
    { ...named, engine: 'onnxruntime', ...rate(40) },
    { ...named, engine: 'onnxruntime-cuda', ...rate(10) },
    { ...named, engine: 'onnxruntime-webgpu', ...rate(900) },
    { ...named, engine: 'tensorflow', result: null, problem: 'It could not be measured (out of memory).' },
  ]);
  expect(workload).toContain('4 images per step');
  const turns = told.filter(what => what.startsWith('Measuring')).map(what => what.slice('Measuring '.length));
  expect(turns).toEqual([...ids.slice(0, 4), 'onnxruntime', 'onnxruntime-cuda']);
});

test('a measurement that is cancelled ends, though an engine is not ready', async () => {
  const measured = measureEngines([status('onnxruntime-directml')], program, {
    signal: stop.signal,
    environment: process.env,
    onProgress: () => setTimeout(() => stop.abort(), 300),
  });
  await expect(measured).rejects.toThrow(/abort/i);
});
