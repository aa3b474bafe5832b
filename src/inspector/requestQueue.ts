import { setTimeout as delay } from 'node:timers/promises';
import { type CancellationToken, ResponseError } from 'vscode-jsonrpc/node';

/** Code of an answer to a request that was cancelled, as in the Language Server Protocol. */
const cancelledCode = -32800;

/** Works on one request at a time, in the order in which they came; cancelled ones are answered at once. */
export class RequestQueue {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(token: CancellationToken, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const cancelled = new Promise<never>((_, reject) => {
      const cancel = () => {
        const reason = new ResponseError(cancelledCode, 'Nobody waits for this any more.');
        abort.abort(reason);
        reject(reason);
      };
      if (token.isCancellationRequested) cancel();
      else token.onCancellationRequested(cancel);
    });
    cancelled.catch(() => undefined);
    const result = this.last.then(async () => {
      // Computing blocks the thread: what has been written to it, cancellations first, is read before.
      await delay(1);
      abort.signal.throwIfAborted();
      return work(abort.signal);
    });
    this.last = result.catch(() => undefined);
    return Promise.race([result, cancelled]);
  }
}
