import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { configurationFiles, describeNoWeights, findWeights, indexFile } from '../checkpoint/checkpointFiles';
import { type CheckpointFolder, shardsBehind } from './cachedCheckpoint';
import { downloadBlob } from './downloadBlob';
import type { CachedModel } from './hubCache';
import { type HubFile, describeFiles, describeModel } from './hubModel';
import { type HubName, hubNameText } from './hubName';
import { hubRequest } from './hubRequest';
import type { HubSettings } from './hubSettings';

/** How far the download of a checkpoint is. */
export interface HubProgress {
  /** The file that is being downloaded. */
  readonly file: string;
  /** Bytes of all files of the checkpoint that are there, and that there will be as far as is known. */
  readonly bytes: number;
  readonly totalBytes: number;
}

/** What a download is for, where it goes and who follows it. */
export interface CheckpointDownload {
  readonly settings: HubSettings;
  readonly name: HubName;
  readonly cache: CachedModel;
  readonly onProgress?: (progress: HubProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Brings into the cache what it lacks of a model's configuration and safetensors at a revision.
 * @throws {InputError} if there is no such model or no safetensors in it; what `downloadBlob` throws.
 */
export async function downloadCheckpoint(download: CheckpointDownload, revision: string): Promise<CheckpointFolder> {
  const { settings, name, cache, signal } = download;
  const request = hubRequest(settings, name, signal);
  const { commit, files } = await describeModel(settings, { ...name, revision }, request);
  const weights = findWeights(files);
  if (!weights) throw new InputError(`${hubNameText(name)} ${describeNoWeights(files)}`);
  const configuration = configurationFiles.filter(file => files.includes(file));
  const bring = bringer(download, commit, request);
  // The small files come first: what is wrong with the model shows early.
  await bring([...configuration, ...(weights === indexFile ? [indexFile] : [])]);
  const folder = cache.snapshot(commit);
  const shards = await shardsBehind(folder, weights);
  await bring(weights === indexFile ? shards : [weights]);
  for (const file of configurationFiles) {
    if (!configuration.includes(file)) await cache.rememberAbsent(commit, file);
  }
  await cache.rememberCommit(commit);
  return { folder, commit, files: [weights, ...shards, ...configuration] };
}

/** A function that brings files of a commit into the cache, and reports the progress of all its calls together. */
function bringer(download: CheckpointDownload, commit: string, request: typeof fetch) {
  const { settings, name, cache, onProgress, signal } = download;
  let bytes = 0;
  let totalBytes = 0;
  const bring = async (file: HubFile) => {
    const destination = cache.blob(file.hash);
    // The same bytes may be there already, under another name or commit.
    const there = await stat(destination).catch(() => undefined);
    if (there?.size !== file.size) {
      await mkdir(dirname(destination), { recursive: true });
      await downloadBlob({
        ...file,
        url: `${settings.endpoint}/${name.repository}/resolve/${commit}/${file.path}`,
        destination,
        request,
        signal,
        onBytes: done => onProgress?.({ file: file.path, bytes: bytes + done, totalBytes }),
      });
    }
    await cache.link(commit, file.path, file.hash);
    bytes += file.size;
  };
  return async (paths: readonly string[]) => {
    if (paths.length === 0) return;
    const files = await describeFiles(settings, name, commit, paths, request);
    totalBytes += files.reduce((sum, { size }) => sum + size, 0);
    for (const file of files) await bring(file);
  };
}
