import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { type Capture, capture } from '../graph/capture';
import type { Graph } from '../graph/graph';
import { optimize } from '../graph/optimize';
import { choose } from '../graph/ownOperations';
import { instanceNames } from '../methods/instances';
import { moduleOf } from '../methods/modules';
import { momentName } from '../protocol/checkpointManifest';
import type { Optimizer } from '../protocol/training';
import { names } from './gradientGraph';
import type { Network } from './network';

/** The update's inputs and outputs beside parameters and gradients. */
export const updateNames = {
  learningRate: 'learningRate',
  /** 1 - β₁ᵗ and 1 - β₂ᵗ of step t, counted from 1 (AdamW). */
  correction1: 'correction1',
  correction2: 'correction2',
  /** 1 over the scale of the loss that the gradients are of (float16). */
  inverseLossScale: 'inverseLossScale',
  gradientNorm: 'gradientNorm',
  /** Of the tensors of one module. */
  moduleNorm: (module: string) => `gradientNorm.${module}`,
  updated: (tensor: string) => `updated.${tensor}`,
  /** First moment (AdamW) or velocity (SGD). */
  moment1: (tensor: string) => momentName('m', tensor),
  /** Second moment (AdamW). */
  moment2: (tensor: string) => momentName('v', tensor),
};

/** The state that an optimiser keeps for each tensor, by its names in the update's graph. */
export function momentsOf(optimizer: Optimizer): ((tensor: string) => string)[] {
  return optimizer.name === 'adamw' ? [updateNames.moment1, updateNames.moment2] : [updateNames.moment1];
}

/** The modules that a network trains, each with the positions of its tensors among the trainables. */
export function trainedModules({ methods, trainables }: Network): Map<string, readonly number[]> {
  const instances = instanceNames(methods);
  const modules = new Map<string, readonly number[]>();
  trainables.forEach((tensor, i) => {
    const module = moduleOf(tensor, instances);
    modules.set(module, [...(modules.get(module) ?? []), i]);
  });
  return modules;
}

/**
 * One optimiser step from the gradients of a whole batch: AdamW (Loshchilov and Hutter, 2017) or SGD with momentum, as
 * PyTorch computes them. Weight decay acts on matrices alone, unless `decayAll`. Gradients are scaled down to a total
 * norm of `clipping` first, if that is a number.
 * @param isScaled whether the gradients are of a scaled loss: then they are brought back to its own first, and where their
 * norm is not finite nothing is updated.
 */
export function updateGraph(network: Network, optimizer: Optimizer, clipping: number | null, isScaled = false): Graph {
  return optimize(
    capture(context => {
      const { tf } = context;
      const scalar = (name: string) => context.input({ name, shape: [], role: 'scalar' });
      const tensors = network.trainables.map(({ name, shape, layer, decay }) => ({
        name,
        decay: optimizer.decayAll || decay ? optimizer.weightDecay : 0,
        input: (role: 'trainable' | 'state', input: string) => context.input({ name: input, shape, layer, role }),
      }));
      const gradients = tensors.map(({ name, input }) => {
        const gradient = input('state', names.gradient(name));
        return isScaled ? tf.mul(gradient, scalar(updateNames.inverseLossScale)) : gradient;
      });
      const squares = gradients.map(gradient => tf.sum(tf.square(gradient)));
      const norm = tf.sqrt(tf.addN(squares));
      context.output(updateNames.gradientNorm, norm);
      for (const [module, members] of trainedModules(network)) {
        context.output(updateNames.moduleNorm(module), tf.sqrt(tf.addN(members.map(i => squares[i]))));
      }
      const isFinite: Scalar = tf.less(norm, Infinity);
      const updated = (next: Tensor, before: Tensor) => (isScaled ? choose(isFinite, next, before) : next);
      const scale = clipping === null ? null : tf.minimum(tf.div(clipping, tf.add(norm, 1e-6)), 1);
      tensors.forEach(({ name, decay, input }, i) => {
        const step = optimizer.name === 'adamw' ? adamw : sgd;
        const parameter = input('trainable', name);
        const state = (moment: (tensor: string) => string) => input('state', moment(name));
        const gradient = scale ? tf.mul(gradients[i], scale) : gradients[i];
        const next = step(context, optimizer, scalar, { parameter, gradient, decay, state });
        context.output(updateNames.updated(name), updated(next.parameter, parameter));
        momentsOf(optimizer).forEach((moment, j) => {
          context.output(updateNames.updated(moment(name)), updated(next.moments[j], state(moment)));
        });
      });
    }),
  );
}

interface Update {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly decay: number;
  state(moment: (tensor: string) => string): Tensor;
}

type Step = (
  context: Capture,
  optimizer: Optimizer,
  scalar: (name: string) => Tensor,
  update: Update,
) => { parameter: Tensor; moments: Tensor[] };

const adamw: Step = ({ tf }, optimizer, scalar, { parameter, gradient, decay, state }) => {
  if (optimizer.name !== 'adamw') throw new Error('Not AdamW.');
  const { beta1, beta2, epsilon } = optimizer;
  const rate = scalar(updateNames.learningRate);
  const decayed = decay === 0 ? parameter : tf.mul(parameter, tf.sub(1, tf.mul(rate, decay)));
  const first = tf.add(tf.mul(state(updateNames.moment1), beta1), tf.mul(gradient, 1 - beta1));
  const second = tf.add(tf.mul(state(updateNames.moment2), beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const root = tf.sqrt(tf.div(second, scalar(updateNames.correction2)));
  const size = tf.div(rate, scalar(updateNames.correction1));
  return {
    parameter: tf.sub(decayed, tf.mul(tf.div(first, tf.add(root, epsilon)), size)),
    moments: [first, second],
  };
};

const sgd: Step = ({ tf }, optimizer, scalar, { parameter, gradient, decay, state }) => {
  if (optimizer.name !== 'sgd') throw new Error('Not SGD.');
  const total = decay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, decay));
  const velocity = tf.add(tf.mul(state(updateNames.moment1), optimizer.momentum), total);
  return { parameter: tf.sub(parameter, tf.mul(velocity, scalar(updateNames.learningRate))), moments: [velocity] };
};
