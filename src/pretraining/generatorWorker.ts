import { parentPort, workerData } from 'node:worker_threads';
import { generateImage, pretexts } from './categories';
import type { GlyphCategory } from './glyphs';

/** What a worker is told when it starts. */
export interface GeneratorTask {
  readonly kind: 'generate images';
  readonly seed: number;
  readonly imageSize: number;
  readonly glyphs: readonly GlyphCategory[];
}

/** A batch that is asked for: images `first` … `first + count - 1` of the seed's sequence. */
export interface BatchRequest {
  readonly first: number;
  readonly count: number;
}

/** The batch: images `[count, 3, S, S]`, labels `[count]`. */
export interface GeneratedBatch {
  readonly images: Float32Array<ArrayBuffer>;
  readonly labels: Int32Array<ArrayBuffer>;
}

/** Whether this thread was started to generate images. */
export function isGeneratorWorker(): boolean {
  return isTask(workerData);
}

/** Answers batch requests, one after the other, until the worker is ended. */
export function answerBatchRequests(): void {
  const port = parentPort;
  if (!port || !isTask(workerData)) throw new Error('This thread was not started to generate images.');
  const { seed, imageSize, glyphs } = workerData;
  const all = pretexts(seed, glyphs);
  const size = 3 * imageSize ** 2;
  port.on('message', ({ first, count }: BatchRequest) => {
    const images = new Float32Array(count * size);
    const labels = Int32Array.from({ length: count }, (_, i) =>
      generateImage(images.subarray(i * size, (i + 1) * size), all, imageSize, seed, first + i),
    );
    port.postMessage({ images, labels } satisfies GeneratedBatch, [images.buffer, labels.buffer]);
  });
}

function isTask(data: unknown): data is GeneratorTask {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'generate images';
}
