import { expectBackbone } from '../../backbones/expectedBackbone';
import { loadExperimentText } from '../../experiments/load';
import { backboneOf } from '../../protocol/experiment';
import type { BackboneFacts } from '../../protocol/inspection';

/**
 * What the checkpoint of an experiment makes of its architecture.
 * @param params.text of the file, which need not be saved
 * @throws {InputError} for what is wrong with the experiment; what is wrong with its checkpoint is part of the answer
 */
export async function backbone({
  file,
  text,
}: {
  readonly file: string;
  readonly text: string;
}): Promise<BackboneFacts> {
  const { experiment, architecture: named } = loadExperimentText(text, file);
  const { architecture, by, problem, fits, notes } = await expectBackbone(named, backboneOf(experiment).checkpoint);
  const { normEpsilon, activation, pooling, projection, preprocessing } = architecture;
  return {
    by,
    problem,
    fits,
    notes: [...notes],
    refinements: { normEpsilon, activation, pooling, projection, preprocessing },
  };
}
