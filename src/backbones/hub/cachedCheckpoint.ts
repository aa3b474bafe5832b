import { join } from 'node:path';
import { configurationFiles, findWeights, indexFile } from '../checkpoint/checkpointFiles';
import { readWeightMap, shardsOf } from '../checkpoint/shardedIndex';
import type { CachedModel } from './hubCache';

/** A model of the hub on this machine. */
export interface CheckpointFolder {
  /** Holds the weights under the names that `openCheckpoint` knows, and the model's own configuration if it has one. */
  readonly folder: string;
  /** The commit that the revision is, in forty hexadecimal digits. */
  readonly commit: string;
  /** Names of the files in the folder that make up the checkpoint. */
  readonly files: readonly string[];
}

/** A checkpoint found without the network. */
export interface CachedCheckpoint {
  readonly found: CheckpointFolder;
  /** Whether it is known that the model has no further files that explain its weights. */
  readonly complete: boolean;
}

/** What the cache has of a checkpoint, if it has the weights. */
export async function findCached(cache: CachedModel): Promise<CachedCheckpoint | undefined> {
  const commit = await cache.knownCommit();
  if (commit === undefined) return undefined;
  const present = await cache.filesOf(commit);
  const weights = findWeights(present);
  if (!weights) return undefined;
  const folder = cache.snapshot(commit);
  const shards = await shardsBehind(folder, weights);
  if (!shards.every(shard => present.includes(shard))) return undefined;
  const configuration = configurationFiles.filter(file => present.includes(file));
  const absent = await Promise.all(configurationFiles.map(file => cache.isKnownAbsent(commit, file)));
  const complete = configurationFiles.every((file, index) => absent[index] || configuration.includes(file));
  return { found: { folder, commit, files: [weights, ...shards, ...configuration] }, complete };
}

/** The files that an index in the folder names; none if the weights are a file of their own. */
export async function shardsBehind(folder: string, weights: string): Promise<string[]> {
  if (weights !== indexFile) return [];
  return shardsOf(await readWeightMap(join(folder, indexFile)));
}
