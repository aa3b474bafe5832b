import { Worker } from 'node:worker_threads';
import type { GeneratedBatch, GeneratorTask } from './generatorWorker';

/** How many batches are made before they are asked for. */
const ahead = 4;

/** The sequence of generated images, made on another thread, ahead of need. */
export class ImageSource {
  private readonly worker: Worker;
  private readonly ready: GeneratedBatch[] = [];
  private readonly waiting: Waiting[] = [];
  private failure: Error | null = null;
  private requested: number;

  /**
   * @param program the script that calls `answerBatchRequests` when it is a worker.
   * @param first index of the first image.
   */
  constructor(
    program: string,
    task: GeneratorTask,
    private readonly batch: number,
    first: number,
  ) {
    this.requested = first;
    this.worker = new Worker(program, { workerData: task });
    this.worker.on('message', (made: GeneratedBatch) => {
      const next = this.waiting.shift();
      if (next) next.resolve(made);
      else this.ready.push(made);
    });
    this.worker.on('error', error => {
      this.failure = error;
      this.waiting.splice(0).forEach(({ reject }) => reject(error));
    });
    for (let i = 0; i < ahead; i++) this.request();
  }

  /** The next batch of the sequence. */
  next(): Promise<GeneratedBatch> {
    this.request();
    if (this.failure) return Promise.reject(this.failure);
    const made = this.ready.shift();
    if (made) return Promise.resolve(made);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private request(): void {
    this.worker.postMessage({ first: this.requested, count: this.batch });
    this.requested += this.batch;
  }
}

/** Who waits for a batch. */
interface Waiting {
  resolve(batch: GeneratedBatch): void;
  reject(error: Error): void;
}
