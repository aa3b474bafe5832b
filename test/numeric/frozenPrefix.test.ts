import { describe, expect, test } from 'vitest';
import { type Engine, runOnce } from '../../src/engines/engine';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { referenceEngine } from '../../src/engines/reference/referenceEngine';
import type { Graph } from '../../src/graph/graph';
import { type PrefixCut, chooseCut, prefixGraph, remainderGraph } from '../../src/graph/passes/frozenPrefix';
import type { MethodSelection } from '../../src/methods/instances';
import { evaluationGraph } from '../../src/training/evaluationGraph';
import { gradientGraph, names } from '../../src/training/gradientGraph';
import { relativeError, taken } from './closeness';
import { isKeyBias } from './keyBias';
import { gradientInputs, select, smallNetwork } from './networks';

const batch = 3;
const unlimited = 1e9;
type Arrays = ReadonlyMap<string, Float32Array | Int32Array>;

const cases: readonly (readonly [string, readonly MethodSelection[]])[] = [
  ['linear', [select('linear')]],
  ['partial of 1 block', [select('partial')]],
  ['partial of 2 blocks', [select('partial', { blocks: 2 })]],
  ['vpt-deep', [select('vpt-deep')]],
  ['vpt-deep of the last block', [select('vpt-deep', { layers: 'last-1' })]],
  ['vpt-shallow', [select('vpt-shallow', { dropout: 0.2 })]],
  ['lora of the last block', [select('lora', { layers: 'last-1', dropout: 0.2 })]],
  [
    'adaptformer and bitfit of the last block',
    [select('adaptformer', { layers: [2] }), select('bitfit', { layers: [2] })],
  ],
];

const cutOf = (graph: Graph, bytes = unlimited): PrefixCut => {
  const cut = chooseCut(graph, batch, bytes);
  if (!cut) throw new Error('Nothing of this graph is worth keeping.');
  return cut;
};

/** Runs the prefix on the images in another order, and puts their runs of numbers back in the right one. */
async function keptValues(engine: Engine, prefix: Graph, inputs: Arrays): Promise<Map<string, Float32Array>> {
  const order = [2, 0, 1];
  const run = (array: ArrayLike<number>, image: number) =>
    Array.from(array).slice((image * array.length) / batch, ((image + 1) * array.length) / batch);
  const images = taken(inputs, names.images);
  const moved = Float32Array.from(order.flatMap(image => run(images, image)));
  const outputs = await runOnce(engine, prefix, new Map([...inputs, [names.images, moved]]));
  return new Map(
    [...outputs].map(([name, values]) => {
      const back = [0, 1, 2].flatMap(image => run(values, order.indexOf(image)));
      return [name, Float32Array.from(back)] as const;
    }),
  );
}

describe.each(cases)('%s', (_, selections) => {
  const network = smallNetwork(...selections);
  const made = gradientGraph(network, batch, true);
  const inputs: Arrays = new Map([
    ...gradientInputs(network, made, batch),
    ...network.trainables.map(({ name, shape }): [string, Float32Array] => [
      names.accumulated(name),
      new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.25),
    ]),
  ]);
  const evaluation = evaluationGraph(network, batch, ['logits', 'features']);
  const cut = cutOf(made.graph);

  test.for([onnxRuntimeEngine({ threads: 2 }), referenceEngine()])(
    'training and evaluation go on from kept values to what the whole graph gives, on $id',
    async (engine, { annotate }) => {
      const kept = await keptValues(engine, prefixGraph(made.graph, cut), inputs);
      for (const graph of [made.graph, evaluation]) {
        const rest = remainderGraph(graph, cut, made.graph);
        expect(rest.inputs.map(input => input.name)).not.toContain(names.images);
        expect(rest.nodes.length).toBeLessThan(graph.nodes.length);
        expect(rest.outputs.map(output => output.name)).toEqual(graph.outputs.map(output => output.name));
        const whole = await runOnce(engine, graph, inputs);
        const parts = await runOnce(engine, rest, new Map([...inputs, ...kept]));
        let worst = 0;
        for (const [name, expected] of whole) {
          if (isKeyBias(name)) continue;
          const error = relativeError(taken(parts, name), expected);
          worst = Math.max(worst, error);
          expect(error, name).toBeLessThan(1e-6);
        }
        await annotate(`${graph === evaluation ? 'evaluation' : 'gradients'}: ${worst.toExponential(1)}`);
      }
    },
  );
});
