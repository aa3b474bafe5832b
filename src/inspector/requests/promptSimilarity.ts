import { promptSimilarity as similarityOf } from '../../inspection/prompts/promptSimilarity';
import { encodeFloats } from '../../protocol/floats';
import type { RequestContext } from '../requestContext';

/** How alike the prompts of each layer are, for a wire. @throws {InputError} if run or checkpoint can't be had */
export async function promptSimilarity(
  { run, checkpoint }: { readonly run: string; readonly checkpoint: string | null },
  { models }: Pick<RequestContext, 'models'>,
) {
  const model = await models.open(run);
  const { layers, prompts, promptsOfLayer, similarity } = await similarityOf(model, await model.at(checkpoint));
  return { layers, prompts, promptsOfLayer: [...promptsOfLayer], similarity: encodeFloats(similarity) };
}
