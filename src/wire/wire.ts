import { type CancellationToken, type Disposable, type MessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import { InputError } from '../protocol/inputError';
import type { NotificationContract, RequestContract } from '../protocol/request';

/** Code of an answer that says that the asker's input is wrong: its message is a sentence for a person. */
const inputErrorCode = 1;

/**
 * Asks the other end and checks the answer.
 * @throws {InputError} if the other end says that the input is wrong; any other error is a failure
 */
export async function ask<Params, Result>(
  connection: MessageConnection,
  { method, result }: RequestContract<Params, Result>,
  params: Params,
  token?: CancellationToken,
): Promise<Result> {
  try {
    // A token that is absent would be taken for a second parameter.
    const answer: unknown = await (token
      ? connection.sendRequest(method, params, token)
      : connection.sendRequest(method, params));
    return result.parse(answer);
  } catch (error) {
    throw error instanceof ResponseError && error.code === inputErrorCode ? new InputError(error.message) : error;
  }
}

/** Answers a request of the other end; what does not fit the contract is refused. */
export function answer<Params, Result>(
  connection: MessageConnection,
  { method, params }: RequestContract<Params, Result>,
  handle: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): Disposable {
  return connection.onRequest(method, async (asked: unknown, token: CancellationToken) => {
    try {
      return await handle(params.parse(asked), token);
    } catch (error) {
      throw error instanceof InputError ? new ResponseError(inputErrorCode, error.message) : error;
    }
  });
}

/** Tells the other end. Nobody knows whether it is heard. */
export function tell<Params>(
  connection: MessageConnection,
  { method }: NotificationContract<Params>,
  params: Params,
): void {
  connection.sendNotification(method, params).catch(() => undefined);
}

/** Hears what the other end tells; what does not fit the contract is left out. */
export function hear<Params>(
  connection: MessageConnection,
  { method, params }: NotificationContract<Params>,
  handle: (params: Params) => void,
): Disposable {
  return connection.onNotification(method, (told: unknown) => {
    const checked = params.safeParse(told);
    if (checked.success) handle(checked.data);
  });
}
