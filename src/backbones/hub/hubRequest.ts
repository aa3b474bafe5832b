import { InputError } from '../../protocol/inputError';
import { type HubName, hubNameText } from './hubName';
import type { HubSettings } from './hubSettings';

/** The hub can't be asked now. What is in the cache, or another attempt, may help. */
export class HubUnreachable extends InputError {}

/**
 * A `fetch` for one model. It gives the token to the endpoint alone: `fetch` itself drops the header when it is
 * redirected to another host, as to the one that large files come from. An answer that is not a success is thrown.
 * @throws {InputError} saying what is wrong with the name, the token or the connection.
 */
export function hubRequest(settings: HubSettings, name: HubName, signal?: AbortSignal): typeof fetch {
  const { endpoint, token } = settings;
  return async (input, init) => {
    const request = new Request(input, { ...init, signal: init?.signal ?? signal });
    if (token && new URL(request.url).origin === new URL(endpoint).origin) {
      request.headers.set('Authorization', `Bearer ${token}`);
    }
    const response = await fetch(request.clone())
      // A connection kept from before may be closed by the time it is used again.
      .catch((error: unknown) => (isReset(error) ? fetch(request) : Promise.reject(error)))
      .catch((error: unknown) => {
        throw isAbort(error) ? error : unreachable(endpoint, error);
      });
    if (response.ok) return response;
    await response.body?.cancel();
    throw refusal(response, settings, name);
  };
}

/** Whether an error means that someone wants to stop. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function isReset(error: unknown): boolean {
  return ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return String(cause instanceof Error && 'code' in cause ? cause.code : cause);
}

function unreachable(endpoint: string, error: unknown): HubUnreachable {
  return new HubUnreachable(
    `${endpoint} can't be reached (${codeOf(error)}): check the connection and HF_ENDPOINT, or download the model ` +
      'elsewhere and give the path of its folder.',
  );
}

function refusal({ status, headers }: Response, { endpoint, token }: HubSettings, name: HubName): Error {
  const model = hubNameText(name);
  switch (headers.get('X-Error-Code')) {
    case 'GatedRepo':
      return new InputError(
        `${model} is gated: accept its conditions at ${endpoint}/${name.repository} and set HF_TOKEN to a token of ` +
          'the account that did.',
      );
    case 'RevisionNotFound':
      return new InputError(
        `${model}: there is no revision ${JSON.stringify(name.revision)}; name a branch, a tag or a commit.`,
      );
    case 'EntryNotFound':
      return new InputError(`${model} lacks a file that its list names: try another revision.`);
  }
  // The hub says 401 where a name does not exist, so that it doesn't tell which private ones do.
  if (status === 401 || status === 403 || status === 404) {
    const advice = token ? 'that the token in use may read it' : 'set HF_TOKEN if it is private';
    return new InputError(
      `${model} is not at ${endpoint}, or not for everyone (${status}): check the name and ${advice}.`,
    );
  }
  if (status === 429) {
    return new HubUnreachable(`${endpoint} takes no more requests for now (429): wait some minutes, or set HF_TOKEN.`);
  }
  if (status >= 500) return new HubUnreachable(`${endpoint} is out of order (${status}): try again later.`);
  return new InputError(`${endpoint} does not answer as the hub does (${status}): check HF_ENDPOINT.`);
}
