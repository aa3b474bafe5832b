import { CancellationToken, type Disposable } from 'vscode-jsonrpc/node';
import { inspectorNotifications } from '../protocol/inspection';
import type { RequestContract } from '../protocol/request';
import { ask, hear } from '../wire/wire';
import { type InspectorProcess, type InspectorProcessOptions, startInspectorProcess } from './inspectorProcess';

/** What the inspecting process tells of a request under way. */
export interface InspectorProgress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** The extension host's end of the inspecting process. */
export interface InspectorClient extends Disposable {
  /**
   * Asks the inspecting process, starting it if need be.
   * @throws {InputError} if the input is wrong; its message is for a person
   * @throws {InspectionCancelled} once the token is cancelled
   */
  request<Params, Result>(
    contract: RequestContract<Params, Result>,
    params: Params,
    token?: CancellationToken,
  ): Promise<Result>;
  onProgress(listener: (progress: InspectorProgress) => void): Disposable;
}

/** Nobody waits for the answer any more. */
export class InspectionCancelled extends Error {
  override readonly name = 'InspectionCancelled';
}

export interface InspectorClientOptions extends InspectorProcessOptions {
  /** Milliseconds without a request after which the process is ended; five minutes if absent. */
  readonly idle?: number;
}

/** It is started again after so many crashes within this time in milliseconds, not after one more. */
const crashLimit = 4;
const crashWindow = 3 * 60_000;

/** A client of an inspecting process that runs only while it is needed. */
export function createInspectorClient({
  idle = 5 * 60_000,
  ...processOptions
}: InspectorClientOptions): InspectorClient {
  const listeners = new Set<(progress: InspectorProgress) => void>();
  let current: InspectorProcess | undefined;
  let crashes: number[] = [];
  let lastCrash = '';
  let pending = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  let disposed = false;

  const end = () => {
    clearTimeout(idleTimer);
    current?.end();
    current = undefined;
  };

  const running = (): InspectorProcess => {
    if (disposed) throw new Error('The inspecting process is not needed any more.');
    if (current) return current;
    crashes = crashes.filter(time => performance.now() - time < crashWindow);
    if (crashes.length > crashLimit) {
      throw new Error(
        `The inspecting process crashed ${crashes.length} times within 3 minutes (${lastCrash}), so it is left alone for a while: the log says more.`,
      );
    }
    const started = startInspectorProcess(processOptions);
    current = started;
    hear(started.connection, inspectorNotifications.progress, progress =>
      listeners.forEach(listener => listener(progress)),
    );
    void started.crashed.then(how => {
      crashes.push(performance.now());
      lastCrash = how;
      if (current === started) current = undefined;
    });
    return started;
  };

  return {
    request: async (contract, params, token = CancellationToken.None) => {
      clearTimeout(idleTimer);
      const inspector = running();
      pending++;
      const cancelled = cancellation(token);
      try {
        return await Promise.race([
          cancelled.promise,
          ask(inspector.connection, contract, params, token),
          inspector.crashed.then((how): never => {
            throw new Error(how);
          }),
        ]);
      } catch (error) {
        if (token.isCancellationRequested) throw new InspectionCancelled('Cancelled.');
        if (inspector.crash === undefined) throw error;
        throw new Error(`The inspecting process ended unexpectedly (${inspector.crash}): the log says more.`, {
          cause: error,
        });
      } finally {
        cancelled.dispose();
        if (--pending === 0 && !disposed) {
          clearTimeout(idleTimer);
          idleTimer = setTimeout(end, idle);
          idleTimer.unref();
        }
      }
    },
    onProgress: listener => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    dispose: () => {
      disposed = true;
      end();
    },
  };
}

/** Rejects once the token is cancelled: the process may be computing, and would hear of it later. */
function cancellation(token: CancellationToken): { readonly promise: Promise<never> } & Disposable {
  let listening: Disposable | undefined;
  const promise = new Promise<never>((_, reject) => {
    listening = token.onCancellationRequested(() => reject(new InspectionCancelled('Cancelled.')));
  });
  return { promise, dispose: () => listening?.dispose() };
}
