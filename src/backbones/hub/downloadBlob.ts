import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { hasHash } from './blobHash';
import type { HubFile } from './hubModel';
import { HubUnreachable } from './hubRequest';
import { removePartialFiles, withPartialFile } from './partialFile';

/** A file on its way from the hub to its place in the cache. */
export interface Download extends HubFile {
  readonly url: string;
  /** Where it goes: the path of the blob, in a folder that is there. */
  readonly destination: string;
  readonly request: typeof fetch;
  readonly signal?: AbortSignal;
  /** Called with how many of the `size` bytes are there. */
  readonly onBytes?: (bytes: number) => void;
  /** Milliseconds to wait after each attempt that gets no further, as many of them as are made again. */
  readonly pauses?: readonly number[];
}

const usualPauses = [250, 1000, 3000];
const stalledAfterMilliseconds = 30_000;

/** The connection broke, or the server gave another part than it was asked for. */
class Interrupted extends Error {}

/**
 * Downloads a file, going on where an earlier attempt stopped, and puts it in its place once its hash is right. If that
 * fails, what has arrived stays beside the place in a file `….incomplete`.
 * @throws {InputError} if the server is out of reach or says no; an Error if what it sends is damaged or never whole.
 */
export async function downloadBlob(download: Download): Promise<void> {
  const { destination, url, hash } = download;
  await withPartialFile(destination, async partial => {
    if (!(await fillAndVerify(partial, download))) {
      await rm(partial);
      throw new Error(`${url} came damaged: its hash is not ${hash}, as it should be; try again later.`);
    }
    await putInPlace(partial, download);
  });
  await removePartialFiles(destination);
}

async function fillAndVerify(partial: string, download: Download): Promise<boolean> {
  const handle = await open(partial, constants.O_RDWR);
  try {
    const { size: present } = await handle.stat();
    if (present > download.size) await handle.truncate();
    // Where a part proves damaged, now or from an earlier attempt, all of it is fetched once more.
    for (const start of [present > download.size ? 0 : present, 0]) {
      await fill(handle, start, download);
      await handle.sync();
      if (await hasHash(partial, download.size, download.hash, download.signal)) return true;
    }
    return false;
  } finally {
    await handle.close();
  }
}

/** Fills the file from `start` to its end, over as many connections as it takes while each gets further. */
async function fill(handle: FileHandle, start: number, download: Download): Promise<void> {
  const { size, signal, onBytes, pauses = usualPauses } = download;
  let position = start;
  let failures = 0;
  onBytes?.(position);
  while (position < size) {
    const before = position;
    try {
      for await (const { at, bytes } of received(download, position)) {
        await writeAll(handle, bytes, at);
        position = at + bytes.length;
        onBytes?.(position);
      }
      if (position < size) throw broken(download, position);
    } catch (error) {
      failures = position > before ? 0 : failures + 1;
      if (signal?.aborted || !isPassing(error)) throw error;
      if (failures > pauses.length) throw error instanceof TypeError ? broken(download, position) : error;
      await pause(pauses[Math.max(0, failures - 1)], undefined, { signal });
    }
  }
}

function broken({ url, size }: Download, position: number): Interrupted {
  return new Interrupted(`${url} broke off after ${position} of ${size} bytes: try again, and it goes on from there.`);
}

/** The bytes from `position` on, or all of them if the server gives no parts; they come with where they belong. */
async function* received({ url, size, request, signal }: Download, position: number) {
  const stalled = new AbortController();
  const timer = setTimeout(
    () => stalled.abort(new Interrupted(`${url} sent nothing for 30 seconds: try again later.`)),
    stalledAfterMilliseconds,
  );
  try {
    const response = await request(url, {
      // Compressed, a part of the file would be a part of something else.
      headers: { 'Accept-Encoding': 'identity', ...(position > 0 && { Range: `bytes=${position}-` }) },
      signal: AbortSignal.any([stalled.signal, ...(signal ? [signal] : [])]),
    });
    let at = response.status === 206 ? position : 0;
    if (response.status === 206 && !response.headers.get('Content-Range')?.startsWith(`bytes ${position}-`)) {
      await response.body?.cancel();
      throw new Interrupted(`${url} gives another part of the file than it was asked for: try again later.`);
    }
    for await (const bytes of response.body ?? []) {
      if (at + bytes.length > size) throw new Interrupted(`${url} sends more than ${size} bytes: try again later.`);
      yield { at, bytes };
      at += bytes.length;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

/** Whether the same request may go better in a moment. `fetch` throws a TypeError where a connection breaks. */
function isPassing(error: unknown): boolean {
  return error instanceof Interrupted || error instanceof HubUnreachable || error instanceof TypeError;
}

/** Another process may have put the same bytes there, and Windows doesn't replace a file that someone reads. */
async function putInPlace(partial: string, { destination, size }: Download): Promise<void> {
  try {
    await rename(partial, destination);
  } catch (error) {
    const there = await stat(destination).catch(() => undefined);
    if (there?.size !== size) throw error;
    await rm(partial, { force: true });
  }
}
