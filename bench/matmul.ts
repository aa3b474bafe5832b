import { capture } from '../src/graph/capture';
import { optimize } from '../src/graph/optimize';
import { onnxRuntimeEngine } from '../src/engines/onnxruntime/onnxRuntimeEngine';
import { allocateOutputs } from '../src/engines/engine';
async function main() {
  const threads = Number(process.argv[2]);
  for (const [m, k, n, tb] of [[788, 768, 768, 1], [788, 768, 3072, 1], [788, 3072, 768, 1], [788, 768, 768, 0], [788, 3072, 768, 0], [1576,192,192,1],[1576,192,768,1]]) {
    const g = optimize(capture(({ tf, input, output }) => {
      const x = input({ name: 'x', shape: [m, k], role: 'image' });
      const w = input({ name: 'w', shape: tb ? [n, k] : [k, n], role: 'frozen' });
      output('y', tf.matMul(x as never, w as never, false, !!tb));
    }));
    const e = await onnxRuntimeEngine({ threads }).prepare(g);
    const out = allocateOutputs(g);
    const ins = new Map([['x', new Float32Array(m * k).fill(0.5)], ['w', new Float32Array(n * k).fill(0.5)]]);
    const ts: number[] = [];
    for (let i = 0; i < 30; i++) { const t = performance.now(); await e.run(ins, out); ts.push(performance.now() - t); }
    ts.sort((a, b) => a - b);
    console.log(m, k, n, tb, 'GFLOP/s', (2 * m * n * k) / ts[15] / 1e6);
  }
}
void main();
