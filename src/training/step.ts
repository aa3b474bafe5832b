import { sizeOf } from '../backbones/parameter';
import type { Buffers, Engine } from '../engines/engine';
import { allocateOutputs, bound } from '../engines/engine';
import { lowerPrecision } from '../graph/passes/lowerPrecision';
import type { Precision } from '../protocol/precision';
import type { Optimizer } from '../protocol/training';
import { DoubleBuffer, renamed } from './doubleBuffer';
import { drawMask } from './dropout';
import { type GradientGraph, names } from './gradientGraph';
import { type LossScale, firstLossScale, nextLossScale } from './lossScale';
import type { Network } from './network';
import { momentsOf, trainedModules, updateGraph, updateNames } from './updateGraph';

/** Trainable tensors and optimiser moments: all that a step changes. */
export interface TrainingState {
  /** By full name, as in a checkpoint. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** By `optimizer.m.<name>`, `optimizer.v.<name>`. */
  readonly moments: ReadonlyMap<string, Float32Array>;
  /** Steps made so far. */
  readonly step: number;
  /** How many of them updated nothing, for their gradient was not finite (float16). */
  readonly skipped: number;
  /** Null where the loss is not scaled, or was not yet. */
  readonly lossScale: LossScale | null;
}

/** Parameters as they start, and moments of zero. */
export function freshState(parameters: ReadonlyMap<string, Float32Array>, optimizer: Optimizer): TrainingState {
  const moments = momentsOf(optimizer).flatMap(moment =>
    [...parameters].map(([name, array]) => [moment(name), new Float32Array(array.length)] as const),
  );
  return { parameters, moments: new Map(moments), step: 0, skipped: 0, lossScale: null };
}

export interface StepOptions {
  readonly optimizer: Optimizer;
  readonly gradientClipping: number | null;
  readonly seed: number;
  /** Of the matrix products in the gradient; `float32` if absent. In `float16` the loss is scaled. */
  readonly precision?: Precision;
}

/** One micro-batch, padded to its size with images of weight 0. */
export interface MicroBatch {
  /** The images, or what a frozen prefix made of them, by the gradient graph's input names. */
  readonly data: Buffers;
  /** `[microBatch, classes]` */
  readonly targets: Float32Array;
  /** `[microBatch]` */
  readonly sampleWeights: Float32Array;
}

/** Euclidean norms of a step's gradient, before clipping. */
export interface GradientNorms {
  readonly total: number;
  /** Of each module's tensors, by the module's name. */
  readonly modules: Readonly<Record<string, number>>;
}

/** What an update did. */
export interface Update extends GradientNorms {
  /** The scale of the loss in this step and the next; null where it is not scaled. */
  readonly lossScale: { readonly from: number; readonly to: number } | null;
}

export interface TrainingStep {
  /**
   * The state as it is now, brought from the engine's memory if it is kept there, each part when it is first asked for.
   * Its arrays are overwritten by later updates.
   */
  readonly state: TrainingState;
  /**
   * Forward and backward pass of one micro-batch; its gradients join those of the step's earlier ones.
   * @returns its share of the batch's loss, and logits `[microBatch, classes]` that the next call overwrites.
   */
  accumulate(batch: MicroBatch): Promise<{ loss: number; logits: Float32Array }>;
  /**
   * The optimiser's step, from the gradients accumulated since the last. Where the loss is scaled and they are not finite,
   * it changes nothing but the scale.
   */
  update(learningRate: number): Promise<Update>;
  dispose(): Promise<void>;
}

/**
 * Makes a training step ready to run.
 * @param gradient the gradient graph, made with `accumulate` if a step has more than one micro-batch.
 * @param frozen the backbone's tensors that are not trained, by name.
 */
export async function createTrainingStep(
  engine: Engine,
  network: Network,
  gradient: GradientGraph,
  frozen: Buffers,
  initial: TrainingState,
  options: StepOptions,
): Promise<TrainingStep> {
  const isScaled = options.precision === 'float16';
  const update = updateGraph(network, options.optimizer, options.gradientClipping, isScaled);
  const runGradient = await engine.prepare(lowerPrecision(gradient.graph, options.precision ?? 'float32'));
  const runUpdate = await engine.prepare(update);

  const parameters = DoubleBuffer.of(initial.parameters, engine.memory);
  const moments = DoubleBuffer.of(initial.moments, engine.memory);
  const sizes = new Map([...initial.parameters].map(([name, array]) => [name, array.length]));
  const gradients = new DoubleBuffer(sizes, engine.memory);
  const results = allocateOutputs({ ...gradient.graph, outputs: gradient.graph.outputs.slice(0, 2) });
  const scalars = new Map(
    update.inputs.flatMap(({ name, role }) => (role === 'scalar' ? [[name, new Float32Array(1)] as const] : [])),
  );
  const norm = new Float32Array(1);
  const moduleNorms = [...trainedModules(network).keys()].map(module => [module, new Float32Array(1)] as const);
  const masks = gradient.masks.map(mask => ({ ...mask, values: new Float32Array(sizeOf(mask.shape)) }));
  const accumulates = gradient.graph.inputs.some(input => input.role === 'state');
  let { step, skipped } = initial;
  let lossScale = isScaled ? (initial.lossScale ?? firstLossScale) : null;
  let microBatches = 0;

  const set = (name: string, value: number) => {
    const scalar = scalars.get(name);
    if (scalar) scalar[0] = value;
  };

  return {
    get state() {
      return {
        get parameters() {
          parameters.read();
          return parameters.current;
        },
        get moments() {
          moments.read();
          return moments.current;
        },
        step,
        skipped,
        lossScale,
      };
    },
    accumulate: async batch => {
      if (microBatches > 0 && !accumulates) throw new Error('This step was captured for one micro-batch.');
      gradients.swap();
      const { scale } = lossScale ?? { scale: 1 };
      for (const mask of masks) drawMask(mask.values, mask.rate, options.seed, mask.name, step, microBatches);
      const inputs = new Map<string, Float32Array | Int32Array>([
        ...frozen,
        ...parameters.current,
        ...renamed(gradients.current, names.accumulated),
        ...masks.map(mask => [mask.name, mask.values] as const),
        ...batch.data,
        [names.targets, batch.targets],
        [names.sampleWeights, batch.sampleWeights.map(weight => weight * scale)],
      ]);
      await runGradient.run(inputs, new Map([...results, ...renamed(gradients.next, names.gradient)]));
      microBatches++;
      const logits = bound(results, names.logits);
      if (!(logits instanceof Float32Array)) throw new Error('Logits are floats.');
      return { loss: bound(results, names.loss)[0] / scale, logits };
    },
    update: async learningRate => {
      const { optimizer } = options;
      set(updateNames.learningRate, learningRate);
      if (optimizer.name === 'adamw') {
        const updates = step - skipped + 1;
        set(updateNames.correction1, 1 - optimizer.beta1 ** updates);
        set(updateNames.correction2, 1 - optimizer.beta2 ** updates);
      }
      if (lossScale) set(updateNames.inverseLossScale, 1 / lossScale.scale);
      await runUpdate.run(
        new Map([...parameters.current, ...moments.current, ...renamed(gradients.next, names.gradient), ...scalars]),
        new Map([
          ...renamed(parameters.next, updateNames.updated),
          ...renamed(moments.next, updateNames.updated),
          [updateNames.gradientNorm, norm],
          ...moduleNorms.map(([module, value]) => [updateNames.moduleNorm(module), value] as const),
        ]),
      );
      parameters.swap();
      moments.swap();
      // The next step adds to them, and while a device keeps no gradients its memory is free.
      if (accumulates || engine.memory) gradients.clearNext();
      step++;
      microBatches = 0;
      const used = lossScale;
      const isFinite = Number.isFinite(norm[0]);
      if (lossScale && !isFinite) skipped++;
      lossScale &&= nextLossScale(lossScale, isFinite);
      return {
        total: norm[0],
        modules: Object.fromEntries(moduleNorms.map(([module, value]) => [module, value[0]])),
        lossScale: used && lossScale && { from: used.scale, to: lossScale.scale },
      };
    },
    dispose: async () => {
      await runGradient.dispose();
      await runUpdate.dispose();
      for (const kept of [parameters, moments, gradients]) kept.release();
    },
  };
}
