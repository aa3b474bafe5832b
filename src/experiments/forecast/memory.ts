import { totalmem } from 'node:os';
import { sizeOf } from '../../backbones/parameter';
import { bytesOf, type Graph } from '../../graph/graph';
import type { Optimizer } from '../../protocol/training';
import { momentsOf } from '../../training/updateGraph';
import { peakLiveBytes } from './liveness';
import type { TrainingPlan } from './plan';

const floatBytes = 4;

/** Node, the engine and the code, and arrays that wait to be collected. */
const processBytes = 220e6;

/**
 * What the engine holds for the results of a graph over the most that is alive at one time. With this and the process
 * above, six trainings of ViT-Nano and ViT-Tiny held between 0.83 and 1.03 times what is said here, on Linux with ONNX
 * Runtime 1.30.
 */
const arenaFactor = 2.5;

/** Share of the machine's memory for decoded images, as in a training. */
const imageMemory = 0.25 * totalmem();

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Bytes that a graph reads and writes with each micro-batch: images or what a prefix made of them, masks, results. */
function bufferBytes({ inputs, outputs, values }: Graph): number {
  const perBatch = inputs.filter(({ role }) => role === 'image' || role === 'target' || role === 'random');
  return sum([...perBatch, ...outputs].map(({ value }) => bytesOf(values[value])));
}

/**
 * The most that the training process is expected to hold: the process itself, frozen weights once, each trained tensor and
 * each of its moments twice (a step reads one copy and writes the other), its gradient twice, the results that are alive
 * at one time in each graph, all decoded images, and what a frozen prefix made of those that come again.
 */
export function planMemoryBytes(plan: TrainingPlan, optimizer: Optimizer): number {
  const { network, splits, cut, gradient, update, evaluation, prefix } = plan;
  const trained = new Set(network.trainables.map(({ name }) => name));
  const values = (tensors: readonly { readonly shape: readonly number[] }[]) =>
    sum(tensors.map(({ shape }) => sizeOf(shape)));
  const frozen = values(network.backbone.filter(({ name }) => !trained.has(name)));
  const copies = 2 * (2 + momentsOf(optimizer).length);
  const graphs = [gradient.graph, update, evaluation, ...(prefix ? [prefix] : [])];
  const kept = splits.train + splits.validation;
  const pixels = 3 * network.architecture.imageSize ** 2;
  return (
    processBytes +
    floatBytes * (frozen + copies * values(network.trainables)) +
    sum(graphs.map(graph => arenaFactor * peakLiveBytes(graph) + bufferBytes(graph))) +
    Math.min(imageMemory, splits.images * pixels) +
    kept * (cut?.bytesPerImage ?? 0)
  );
}
