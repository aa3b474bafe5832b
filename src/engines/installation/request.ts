import { InputError } from '../../protocol/inputError';
import { reasonOf } from './installing';

/** A host can't be asked now, or has not what was asked for: another way may help. */
export class Unreachable extends InputError {
  constructor(
    message: string,
    /** Whether the connection failed, as against an answer that says no. */
    readonly isConnection = false,
  ) {
    super(message);
  }
}

/** Has a host not pack what it sends, which would be another size than what was packed before, and other bytes. */
export const asItIs = { headers: { 'Accept-Encoding': 'identity' } } as const;

/** Milliseconds in which an index or a list comes, or the host is taken for out of reach. */
const usualPatience = 15_000;

/**
 * Asks for an address. A name and a password in it are sent as such, to that host alone.
 * @throws {Unreachable} saying why it could not be had
 */
export async function request(address: string, init: RequestInit = {}): Promise<Response> {
  const url = new URL(address);
  const headers = new Headers(init.headers);
  if (url.username !== '') {
    const secret = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.set('Authorization', `Basic ${Buffer.from(secret).toString('base64')}`);
    [url.username, url.password] = ['', ''];
  }
  const response = await fetch(url, { ...init, headers }).catch((error: unknown) => {
    if (init.signal?.aborted && init.signal.reason?.name !== 'TimeoutError') throw error;
    throw new Unreachable(`${url.host} can't be reached (${reasonOf(error)}).`, true);
  });
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Unreachable(`${url.host} has no ${url.pathname} for us (${response.status}).`);
}

/** As `request`, for something small that comes soon. */
export function requestSoon(
  address: string,
  signal: AbortSignal,
  init: RequestInit = {},
  patience = usualPatience,
): Promise<Response> {
  return request(address, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) });
}
