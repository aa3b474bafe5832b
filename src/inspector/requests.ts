import { type Disposable, type MessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import { InputError } from '../protocol/inputError';
import { inspectorNotifications, inspectorRequests } from '../protocol/inspection';
import type { RequestContract } from '../protocol/request';
import { answer, tell } from '../wire/wire';
import type { RequestContext } from './requestContext';
import { RequestQueue } from './requestQueue';
import { attention } from './requests/attention';
import { backbone } from './requests/backbone';
import { forecast } from './requests/forecast';
import { images } from './requests/images';
import { nearestPatches } from './requests/nearestPatches';
import { preview } from './requests/preview';
import { promptSimilarity } from './requests/promptSimilarity';

/** Progress is told this often at most, in milliseconds, but for the last of it. */
const progressInterval = 100;

/** Answers every request of the inspecting process. @param note told of failures that are not the asker's */
export function answerRequests(
  connection: MessageConnection,
  context: Omit<RequestContext, 'signal' | 'onProgress'>,
  note: (text: string) => void,
): Disposable {
  const queue = new RequestQueue();
  const answered: Disposable[] = [];
  const on = <Params, Result>(
    contract: RequestContract<Params, Result>,
    handle: (params: Params, context: RequestContext) => Promise<Result>,
  ) => {
    const answering = answer(connection, contract, (params, token) =>
      queue.run(token, async signal => {
        try {
          return await handle(params, { ...context, signal, onProgress: progressTeller(connection) });
        } catch (error) {
          const isExpected = error instanceof InputError || error instanceof ResponseError || signal.aborted;
          if (!isExpected) note(`${contract.method}: ${error instanceof Error ? error.stack : String(error)}`);
          throw error;
        }
      }),
    );
    answered.push(answering);
  };
  on(inspectorRequests.forecast, forecast);
  on(inspectorRequests.backbone, backbone);
  on(inspectorRequests.preview, preview);
  on(inspectorRequests.images, images);
  on(inspectorRequests.attention, attention);
  on(inspectorRequests.promptSimilarity, promptSimilarity);
  on(inspectorRequests.nearestPatches, nearestPatches);
  return { dispose: () => answered.forEach(answering => answering.dispose()) };
}

function progressTeller(connection: MessageConnection): RequestContext['onProgress'] {
  let told = 0;
  return (what, done, total) => {
    const now = performance.now();
    if (done < total && now - told < progressInterval) return;
    told = now;
    tell(connection, inspectorNotifications.progress, { what, done, total });
  };
}
