// Training steps on TensorFlow: ours against eager TensorFlow.js on the same package, and against ONNX Runtime.
// node bench/tensorflow.mjs [--rounds=3] [--steps=8] [ARCHITECTURE:METHOD:BATCH …]
// Each measurement is a process of its own; the implementations take turns, so that a busy machine is so for all.
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundled } from './bundled.mjs';

const flags = Object.fromEntries(
  process.argv.slice(2).flatMap(argument => {
    const [, name, value] = /^--(\w+)=(.*)$/.exec(argument) ?? [];
    return name ? [[name, value]] : [];
  }),
);
const asked = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const rounds = Number(flags.rounds ?? 3);
const steps = Number(flags.steps ?? 8);
const implementations = (flags.only ?? 'eager,tensorflow,onnxruntime').split(',');
const cases =
  asked.length > 0
    ? asked
    : ['vit-tiny-patch16-224', 'vit-base-patch16-224'].flatMap(architecture =>
        ['vpt-deep', 'lora', 'full'].map(
          method => `${architecture}:${method}:${architecture.includes('base') ? 4 : 8}`,
        ),
      );

const root = join(import.meta.dirname, '..');
const [script] = await bundled('bench/measureStep.ts');

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function measured(implementation, task) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--max-old-space-size=4096', script, implementation, ...task.split(':'), String(steps)],
    { cwd: root, maxBuffer: 1e8 },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

console.log(
  `Node ${process.version}, ${cpus().length} cores of ${cpus()[0].model}, ${rounds} rounds of ${steps} steps`,
);
console.log('case | implementation | images/s | ms/step | peak MB | of eager: speed | of eager: peak memory');
for (const task of cases) {
  const all = Object.fromEntries(implementations.map(name => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of implementations) all[name].push(await measured(name, task));
  }
  const of = (name, key) => median(all[name].map(measurement => measurement[key]));
  for (const name of implementations) {
    const ratio = key => (all.eager ? (of(name, key) / of('eager', key)).toFixed(2) : '-');
    console.log(
      [
        task,
        name,
        of(name, 'imagesPerSecond').toFixed(2),
        of(name, 'millisecondsPerStep').toFixed(0),
        of(name, 'peakMegabytes').toFixed(0),
        ratio('imagesPerSecond'),
        ratio('peakMegabytes'),
        `loaded ${of(name, 'loadedMegabytes').toFixed(0)} MB, loss ${of(name, 'firstLoss').toFixed(5)} -> ${of(name, 'lastLoss').toFixed(5)}`,
      ].join(' | '),
    );
  }
}
