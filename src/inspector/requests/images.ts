import { imagesOfRun } from '../../inspection/images';
import type { RunImage } from '../../protocol/inspection';
import type { RequestContext } from '../requestContext';

/** Images of a run and what its model makes of them. @throws {InputError} if run, checkpoint or images can't be had */
export async function images(
  {
    run,
    checkpoint,
    which,
    limit,
  }: {
    readonly run: string;
    readonly checkpoint: string | null;
    readonly which: 'validation' | 'mistakes';
    readonly limit: number;
  },
  { models, signal, onProgress }: Pick<RequestContext, 'models' | 'signal' | 'onProgress'>,
): Promise<{ images: RunImage[]; total: number }> {
  const model = await models.open(run);
  return imagesOfRun(
    model,
    await model.at(checkpoint),
    { which, limit },
    { signal, onProgress: (done, total) => onProgress('classifying images', done, total) },
  );
}
