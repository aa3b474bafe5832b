import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Installing, reasonOf, tell } from './installing';
import { type PackageLibrary, addressOf, patience } from './packageLibraries';
import { SourceFailure } from './preparedSource';
import { addonFile } from './recipe';
import { Unreachable, asItIs, requestSoon } from './request';
import { unpackArchive } from './unpackArchive';

/** The addon as tfjs-node's makers built it. */
export interface PublishedAddon {
  readonly file: string;
  readonly url: string;
  /** Of the archive that it came in: none was published, so this one tells what was taken. */
  readonly sha256: string;
}

/**
 * Fetches the addon that was published for a library. Of it the host gives no more than an MD5, which is checked.
 * @param work a folder for it
 * @param unbuilt why none can be built, and what would let it
 * @throws {SourceFailure} that, and why this one can't be had either
 */
export async function fetchPublishedAddon(
  library: PackageLibrary,
  work: string,
  unbuilt: SourceFailure,
  installing: Installing,
): Promise<PublishedAddon> {
  if (library.addon === null) throw unbuilt;
  const url = addressOf(library.addon, installing.environment);
  tell(installing, `Fetching the addon from ${new URL(url).host}`);
  try {
    const response = await requestSoon(url, installing.signal, asItIs, patience);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const [, md5] = /\bmd5=([\w+/]+=*)/.exec(response.headers.get('x-goog-hash') ?? '') ?? [];
    if (md5 !== undefined && createHash('md5').update(bytes).digest('base64') !== md5) {
      throw new Unreachable(`${url} came damaged: its MD5 is not ${md5}, which its host gives for it.`);
    }
    const folder = join(work, 'published');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const [archive, file] = [basename(url), addonFile].map(name => join(folder, name));
    await writeFile(archive, bytes);
    const found = await unpackArchive(archive, path => (basename(path) === addonFile ? file : null));
    if (found.length === 0) throw new Unreachable(`${url} has no ${addonFile}.`);
    return { file, url, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    installing.signal.throwIfAborted();
    throw failureOf(unbuilt, reasonOf(error));
  }
}

function failureOf({ reason, remedy }: SourceFailure, why: string): SourceFailure {
  return process.platform === 'win32'
    ? new SourceFailure(
        `there is no addon of tfjs-node for Windows (${why})`,
        'use ONNX Runtime with DirectML, which computes there',
      )
    : new SourceFailure(`${reason}, and the one that was published can't be had (${why})`, remedy);
}
