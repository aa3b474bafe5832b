import type { Architecture } from '../../backbones/architecture';
import type { Engine } from '../../engines/engine';
import { prepareMatrixProducts } from '../../training/matrixProducts';

/** Milliseconds of matrix products that make one measurement. */
const longEnough = 40;
const measurements = 5;

const known = new Map<string, Promise<number>>();

/**
 * The engine's rate on bare matrix products of an architecture's sizes, in operations per second. Measured once in a
 * process for each engine and size.
 */
export function matrixProductRate(engine: Engine, architecture: Architecture, microBatch: number): Promise<number> {
  const { width, mlpWidth, imageSize, patchSize } = architecture;
  const key = [engine.id, engine.threads, width, mlpWidth, imageSize / patchSize, microBatch].join(' ');
  const rate = known.get(key) ?? measure(engine, architecture, microBatch);
  known.set(key, rate);
  // A failure is told to whoever asked, and is not remembered.
  rate.catch(() => known.delete(key));
  return rate;
}

async function measure(engine: Engine, architecture: Architecture, microBatch: number): Promise<number> {
  const products = await prepareMatrixProducts(engine, architecture, microBatch);
  try {
    await products.run();
    const rates: number[] = [];
    for (let i = 0; i < measurements; i++) {
      const start = performance.now();
      let runs = 0;
      do {
        await products.run();
        runs++;
      } while (performance.now() - start < longEnough);
      rates.push((1000 * runs * products.flops) / (performance.now() - start));
    }
    // What else runs on the machine can only slow it down.
    return Math.max(...rates);
  } finally {
    await products.dispose();
  }
}
