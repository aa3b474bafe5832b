import type { Architecture } from '../../backbones/architecture';
import type { Engine } from '../../engines/engine';
import { prepareMatrixProducts } from '../../training/matrixProducts';

/** Milliseconds of matrix products that make one measurement. */
const longEnough = 40;
const measurements = 5;

/** Rates of this machine when no run trained on it. */
const known = new Map<string, Promise<number>>();

/** A rate, in operations per second, and how many runs trained while it was measured. */
export interface MeasuredRate {
  readonly rate: number;
  readonly besideRuns: number;
}

/**
 * The engine's rate on bare matrix products of an architecture's sizes. Measured once in a process for each engine and
 * size while no run trains; until then anew each time.
 * @param runs that train on this machine now
 */
export async function matrixProductRate(
  engine: Engine,
  architecture: Architecture,
  microBatch: number,
  runs: number,
): Promise<MeasuredRate> {
  const { width, mlpWidth, imageSize, patchSize } = architecture;
  const key = [engine.id, engine.threads, width, mlpWidth, imageSize / patchSize, microBatch].join(' ');
  if (runs > 0 && !known.has(key)) return { rate: await measure(engine, architecture, microBatch), besideRuns: runs };
  const rate = known.get(key) ?? measure(engine, architecture, microBatch);
  known.set(key, rate);
  // A failure is told to whoever asked, and is not remembered.
  rate.catch(() => known.delete(key));
  return { rate: await rate, besideRuns: 0 };
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
