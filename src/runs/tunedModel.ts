import { decodeImage } from '../data/decode';
import { normalizeInto } from '../data/normalize';
import { evaluationTransform } from '../data/transform';
import { type Engine, allocateOutputs, bound } from '../engines/engine';
import { backboneOf } from '../protocol/experiment';
import { InputError } from '../protocol/inputError';
import { loadBackboneWeights } from '../training/backboneWeights';
import { softmax } from '../training/classification';
import { evaluationGraph } from '../training/evaluationGraph';
import { names } from '../training/gradientGraph';
import { describeNetwork } from '../training/network';
import type { OpenedRun } from './openRun';
import { restore } from './recorder';
import { bestCheckpoint } from './selection';

/** The model that a run selected, ready to classify. */
export interface TunedModel {
  /** Every class, most probable first. Rejects with `UndecodableImage`. */
  classify(file: string): Promise<{ readonly name: string; readonly probability: number }[]>;
  dispose(): Promise<void>;
}

/**
 * Loads a run's best checkpoint onto its backbone. The run's images are not needed.
 * @throws {InputError} if the run has no checkpoint yet, or its backbone's weights are not what they were.
 */
export async function loadTunedModel(
  { folder, experiment: loaded, summary }: OpenedRun,
  engine: Engine,
  mediaFolder: string,
): Promise<TunedModel> {
  const checkpoint = await bestCheckpoint(folder);
  if (!checkpoint) {
    throw new InputError(`${folder.path}: this run has no checkpoint yet: let it finish an epoch first.`);
  }
  const { experiment, selections } = loaded;
  const { classes } = checkpoint.manifest;
  const weights = await loadBackboneWeights(loaded.architecture, backboneOf(experiment).checkpoint, {
    seed: experiment.seed,
    mediaFolder,
  });
  if (summary.environment && summary.environment.backboneFingerprint !== weights.fingerprint) {
    throw new InputError(
      `${folder.path}: the backbone's weights are not those that this run tuned: put the checkpoint back.`,
    );
  }
  const { architecture } = weights;
  const network = describeNetwork(architecture, selections, classes.length);
  const graph = evaluationGraph(network, 1, ['logits']);
  const executable = await engine.prepare(graph);
  const outputs = allocateOutputs(graph);
  const tensors = new Map([...weights.tensors, ...restore(checkpoint, network).state.parameters]);
  const preprocessing = { ...architecture.preprocessing, ...experiment.data.preprocessing };
  return {
    classify: async file => {
      const image = new Float32Array(3 * preprocessing.imageSize ** 2);
      normalizeInto(image, 0, evaluationTransform(await decodeImage(file), preprocessing), preprocessing);
      await executable.run(new Map([...tensors, [names.images, image]]), outputs);
      const probabilities = softmax(bound(outputs, names.logits));
      return classes
        .map((name, i) => ({ name, probability: probabilities[i] }))
        .sort((a, b) => b.probability - a.probability);
    },
    dispose: () => executable.dispose(),
  };
}
