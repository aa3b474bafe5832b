import * as z from 'zod';
import type { Graph } from '../../graph/graph';
import type { EngineId } from '../../protocol/engineReport';
import { type Engine, runOnce } from '../engine';

/** What an engine says of itself once it has computed something. */
export const probeSchema = z.object({
  version: z.string(),
  device: z.string(),
  adapter: z.string().nullable(),
  threads: z.int(),
  /** What this process holds then. */
  memoryBytes: z.int(),
  oneDnn: z.boolean().nullable(),
});
export type Probe = z.infer<typeof probeSchema>;

const left = Float32Array.of(1, 2, 3, 4, 5, 6);
const right = Float32Array.of(7, 8, 9, 10, 11, 12);
const product = [58, 64, 139, 154];

const matrixProduct: Graph = {
  values: [
    { shape: [2, 3], dtype: 'float32' },
    { shape: [3, 2], dtype: 'float32' },
    { shape: [2, 2], dtype: 'float32' },
  ],
  inputs: [
    { name: 'left', role: 'image', value: 0 },
    { name: 'right', role: 'image', value: 1 },
  ],
  constants: [],
  nodes: [
    {
      kernel: 'BatchMatMul',
      inputs: [0, 1],
      inputNames: ['a', 'b'],
      attributes: { transposeA: false, transposeB: false },
      outputs: [2],
      layer: null,
    },
  ],
  outputs: [{ name: 'product', value: 2 }],
};

/** Has an engine compute a small matrix product. @throws {Error} if it fails or gives other numbers than are known */
export async function probe(engine: Engine): Promise<Probe> {
  const inputs = new Map([
    ['left', left],
    ['right', right],
  ]);
  const outputs = await runOnce(engine, matrixProduct, inputs);
  const given = [...(outputs.get('product') ?? [])];
  if (given.join() !== product.join()) {
    throw new Error(`it computes a wrong matrix product: ${given.join(', ')} in place of ${product.join(', ')}`);
  }
  return {
    version: engine.version,
    device: engine.device,
    adapter: engine.adapter ?? null,
    threads: engine.threads,
    memoryBytes: process.memoryUsage.rss(),
    oneDnn: oneDnnOf(engine.id),
  };
}

/** TensorFlow reads it from the environment when it is loaded. */
const oneDnnOf = (id: EngineId): boolean | null =>
  id === 'tensorflow' ? process.env.TF_ENABLE_ONEDNN_OPTS === '1' : null;
