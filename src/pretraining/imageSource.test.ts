import { join } from 'node:path';
import { expect } from 'vitest';
import { test, writeText } from '../data/temporaryFolder';
import type { GeneratorTask } from './generatorWorker';
import { ImageSource } from './imageSource';

const task: GeneratorTask = { kind: 'generate images', seed: 0, imageSize: 8, glyphs: [] };

const echo = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ first, count }) =>
  parentPort.postMessage({ images: new Float32Array(count), labels: new Int32Array(count).fill(first) }));
`;

test('batches come in the order of the sequence, from where it is entered', async ({ folder }) => {
  await writeText(folder, 'worker.cjs', echo);
  const source = new ImageSource(join(folder, 'worker.cjs'), task, 3, 30);
  const batches = await Promise.all([source.next(), source.next()]);
  const later = await source.next();
  await source.close();
  expect([...batches, later].map(({ labels }) => [...labels])).toEqual([
    [30, 30, 30],
    [33, 33, 33],
    [36, 36, 36],
  ]);
});

test('the failure of the worker reaches whoever waits, and whoever asks later', async ({ folder }) => {
  await writeText(folder, 'worker.cjs', "throw new Error('no fonts')");
  const source = new ImageSource(join(folder, 'worker.cjs'), task, 3, 0);
  await expect(source.next()).rejects.toThrow('no fonts');
  await expect(source.next()).rejects.toThrow('no fonts');
  await source.close();
});
