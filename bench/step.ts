import { availableParallelism } from 'node:os';
import { findArchitecture } from '../src/backbones/architecture';
import { onnxRuntimeEngine } from '../src/engines/onnxruntime/onnxRuntimeEngine';
import { findMethod } from '../src/methods/catalogue';
import { schemaOf } from '../src/methods/hyperparameters';
import { gradientGraph, names } from '../src/training/gradientGraph';
import { initialize } from '../src/training/initialization';
import { describeNetwork } from '../src/training/network';
import { createTrainingStep, freshState } from '../src/training/step';
import { optimizerSchema } from '../src/protocol/training';

async function main() {
  const [backbone, methodId, batch, threads, steps] = process.argv.slice(2);
  const method = findMethod(methodId);
  const values = Object.fromEntries(Object.entries(method.hyperparameters).map(([k, d]) => [k, schemaOf(d).parse(undefined)])) as never;
  const network = describeNetwork(findArchitecture(backbone), [{ method, values }], 10);
  const t0 = performance.now();
  const gradient = gradientGraph(network, Number(batch), false);
  console.log('nodes', gradient.graph.nodes.length, 'capture ms', performance.now() - t0);
  const all = new Map(network.backbone.map(p => [p.name, initialize(p, p.initialization, 0)]));
  const params = new Map(network.trainables.map(p => [p.name, p.initialization === 'pretrained' ? all.get(p.name)! : initialize(p, p.initialization, 0)]));
  const optimizer = optimizerSchema.parse({ name: 'adamw' });
  const t1 = performance.now();
  const step = await createTrainingStep(onnxRuntimeEngine({ threads: Number(threads ?? availableParallelism()) }), network, gradient, all, freshState(params, optimizer), { optimizer, gradientClipping: null, seed: 0 });
  console.log('prepare ms', performance.now() - t1);
  const n = Number(batch);
  const S = network.architecture.imageSize;
  const data = new Map([[names.images, Float32Array.from({ length: n * 3 * S * S }, (_, i) => Math.sin(i))]]);
  const targets = Float32Array.from({ length: n * 10 }, (_, i) => (i % 11 === 0 ? 1 : 0));
  const sampleWeights = new Float32Array(n).fill(1 / n);
  const times: number[] = [];
  for (let i = 0; i < Number(steps ?? 6); i++) {
    const t = performance.now();
    const { loss } = await step.accumulate({ data, targets, sampleWeights });
    const m = performance.now();
    const norm = await step.update(1e-3);
    times.push(performance.now() - t);
    console.log(i, loss, norm, (m - t).toFixed(0), (performance.now() - m).toFixed(0));
  }
  await step.dispose();
  times.sort((a, b) => a - b);
  console.log('median ms', times[times.length >> 1], 'images/s', (1000 * n) / times[times.length >> 1], 'rss', process.resourceUsage().maxRSS / 1024);
}
void main();
