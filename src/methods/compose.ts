import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Architecture } from '../backbones/architecture';
import type { Layer } from '../backbones/parameter';
import type { Attachment, SiteRunner } from '../backbones/sites';
import type { Operations } from '../graph/operations';
import { type MethodSelection, fullName, instanceNames } from './instances';

/** What the forward pass gives to the methods. */
export interface Surroundings {
  readonly tf: Operations;
  /** The trainable tensor of that full name. */
  trainable(name: string): Tensor;
  dropout<T extends Tensor>(value: T, rate: number): T;
}

/** Lets several methods act on one forward pass, in the order of the experiment; each sees what the one before left. */
export function composeSites(
  architecture: Architecture,
  selections: readonly MethodSelection[],
  { tf, trainable, dropout }: Surroundings,
): SiteRunner {
  const instances = instanceNames(selections);
  const attached = selections.map(({ method, values }, i): { instance: string; attachment: Attachment } => ({
    instance: instances[i],
    attachment: method.attach?.(values, architecture) ?? {},
  }));
  const common = (instance: string, layer: Layer) => ({
    tf,
    layer,
    parameter: (name: string) => trainable(fullName(instance, layer, name)),
    dropout,
  });
  return {
    at: (site, value, where) =>
      attached.reduce(
        (current, { instance, attachment }) =>
          attachment.sites?.[site]?.(current, { ...where, ...common(instance, where.layer) }) ?? current,
        value,
      ),
    prompts: (layer, batch) => {
      const all = attached.flatMap(({ instance, attachment }) => {
        const made = attachment.prompts?.({ ...common(instance, layer), batch });
        return made ? [made] : [];
      });
      return concatenate(tf, all, batch);
    },
  };
}

/** Prompts of several methods side by side; those that are the same for every image are repeated only if others are not. */
function concatenate(tf: Operations, all: readonly Tensor3D[], batch: number): Tensor3D | undefined {
  if (all.length < 2) return all[0];
  const shared = all.every(prompts => prompts.shape[0] === 1);
  const each = all.map(prompts =>
    shared || prompts.shape[0] === batch
      ? prompts
      : tf.add<Tensor3D>(prompts, tf.zeros([batch, prompts.shape[1], prompts.shape[2]])),
  );
  return tf.concat(each, 1);
}
