import { findArchitecture } from '../backbones/architecture';
import { sizeOf } from '../backbones/parameter';
import { type Buffers, type Engine, runOnce } from '../engines/engine';
import { selectMethod } from '../experiments/selections';
import type { Graph } from '../graph/graph';
import type { MethodEntry } from '../protocol/experiment';
import { optimizerSchema } from '../protocol/training';
import { RandomStream } from '../random/stream';
import { drawMask } from './dropout';
import { type GradientGraph, gradientGraph, names } from './gradientGraph';
import { type Network, describeNetwork } from './network';
import { updateGraph } from './updateGraph';

/** 5 tokens of 24 numbers and two blocks: the reference, in plain JavaScript, takes a moment for it. */
const small = { ...findArchitecture('vit-nano-patch8-16'), id: 'check', width: 24, depth: 2, heads: 3, mlpWidth: 96 };
const everyTarget = ['q', 'k', 'v', 'output', 'fc1', 'fc2'];
const classes = 4;
const batch = 3;

/** Largest error, of the largest number of a tensor, as the engines are held to each other everywhere. */
const tolerance = 1e-4;
/** Of a step's largest gradient: below this a gradient may be nothing but rounding, as that of a bias of all keys is. */
const smallest = 1e-3;

const network = (architecture: typeof small, ...methods: readonly MethodEntry[]): Network =>
  describeNetwork(
    architecture,
    methods.map(method => selectMethod(method)),
    classes,
  );

/** Networks that have between them every operation that a method, a backbone or an update computes. */
export const checkedNetworks = (): readonly Network[] => [
  network(small, { id: 'full' }, { id: 'ssf' }, { id: 'vpt-deep', dropout: 0.1 }, { id: 'adaptformer' }),
  network(
    { ...small, depth: 1, mlp: 'swiglu', layerScale: true, registers: 2, pooling: 'cls-mean' },
    { id: 'lora', targets: everyTarget, dropout: 0.1 },
    { id: 'vpt-shallow' },
    { id: 'bitfit' },
  ),
];

/**
 * Has an engine compute the loss and the gradients of small networks, and an update, and compares them with the reference's.
 * @throws {Error} naming what differs by more than 1e-4 of its largest number, without a full stop
 */
export async function requireAgreement(engine: Engine, reference: Engine): Promise<void> {
  for (const checked of checkedNetworks()) {
    const made = gradientGraph(checked, batch, false);
    const inputs = gradientInputs(checked, made);
    const expected = await runOnce(reference, made.graph, inputs);
    compare(await runOnce(engine, made.graph, inputs), expected);
    // Of the same gradients: an update may make much of what two engines round differently.
    const update = updateGraph(checked, optimizerSchema.parse({ name: 'adamw' }), 1);
    const state = new Map([...updateInputs(update), ...inputs, ...expected]);
    compare(await runOnce(engine, update, state), await runOnce(reference, update, state));
  }
}

function compare(actual: Buffers, expected: Buffers): void {
  const isGradient = (name: string) => name.startsWith(names.gradient(''));
  const gradients = [...expected].filter(([name]) => isGradient(name));
  const floor = smallest * Math.max(0, ...gradients.map(([, values]) => largest(values)));
  for (const [name, values] of expected) {
    const found = actual.get(name);
    const error = found === undefined ? NaN : largest(Float64Array.from(values, (value, i) => found[i] - value));
    const scale = Math.max(largest(values), isGradient(name) ? floor : 0);
    // Written so that what is no number fails.
    if (!(error <= tolerance * scale)) {
      throw new Error(`it computes ${name} wrong: by ${(error / scale).toExponential(0)} of its largest number`);
    }
  }
}

/** NaN if one of them is. */
function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

function gradientInputs({ backbone, trainables }: Network, { graph, masks }: GradientGraph): Map<string, Float32Array> {
  const inputs = new Map<string, Float32Array>();
  for (const { name, shape } of [...backbone, ...trainables]) inputs.set(name, randomTensor(name, shape));
  for (const { name, value } of graph.inputs) {
    if (!inputs.has(name)) inputs.set(name, randomTensor(name, graph.values[value].shape));
  }
  for (const { name, shape, rate } of masks) {
    const mask = new Float32Array(sizeOf(shape));
    drawMask(mask, rate, 1, name, 0, 0);
    inputs.set(name, mask);
  }
  const targets = Float32Array.from({ length: batch * classes }, (_, i) => (i % (classes + 1) === 0 ? 0.9 : 0.1 / 3));
  return inputs.set(names.targets, targets).set(names.sampleWeights, new Float32Array(batch).fill(1 / batch));
}

/** Moments are squares or sums of such: positive numbers do for all. */
function updateInputs(update: Graph): Map<string, Float32Array> {
  return new Map(
    update.inputs.map(({ name, value }) => {
      const { shape } = update.values[value];
      return [name, randomTensor(name, shape).map(number => 0.1 + Math.abs(number))] as const;
    }),
  );
}

/** Numbers large enough that every part of a network matters. */
function randomTensor(name: string, shape: readonly number[]): Float32Array {
  const stream = new RandomStream(1, 'agreement', name);
  const fan = shape.length > 1 ? (shape.at(-1) ?? 1) : 25;
  const mean = /norm\d?\.weight$|\.scale\d?$/.test(name) ? 1 : 0;
  return Float32Array.from({ length: sizeOf(shape) }, () => mean + stream.normal() / Math.sqrt(fan));
}
