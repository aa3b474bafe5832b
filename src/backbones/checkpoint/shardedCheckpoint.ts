import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { quote } from './headerScanner';
import { type SafetensorsFile, openSafetensors } from './safetensors';
import type { TensorEntry } from './safetensorsHeader';
import { type WeightMap, readWeightMap, shardsOf } from './shardedIndex';

/**
 * Opens the safetensors files that a `model.safetensors.index.json` names as if they were one. `begin` and `end` of a
 * tensor count in its own file. `sha256` is that of what `sha256sum` prints for the files in the order of their names.
 * @throws {InputError} if the index or a file is damaged, or if they don't agree on where each tensor is.
 */
export async function openSharded(path: string): Promise<SafetensorsFile> {
  const weightMap = await readWeightMap(path);
  await checkPresent(path, shardsOf(weightMap));
  const shards = new Map<string, SafetensorsFile>();
  const close = async () => {
    await Promise.all([...shards.values()].map(shard => shard.close()));
  };
  try {
    for (const name of shardsOf(weightMap)) shards.set(name, await openSafetensors(join(dirname(path), name)));
    return {
      path,
      tensors: merge(path, weightMap, shards),
      metadata: new Map([...shards.values()].flatMap(shard => [...shard.metadata])),
      async read(name) {
        const shard = shards.get(weightMap.get(name) ?? '');
        if (!shard) throw new InputError(`${path} has no tensor ${quote(name)}.`);
        return shard.read(name);
      },
      async sha256() {
        const hash = createHash('sha256');
        for (const [name, shard] of shards) hash.update(`${await shard.sha256()}  ${name}\n`);
        return hash.digest('hex');
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function merge(path: string, weightMap: WeightMap, shards: ReadonlyMap<string, SafetensorsFile>) {
  const tensors = new Map<string, TensorEntry>();
  for (const [name, shard] of shards) {
    for (const [tensor, entry] of shard.tensors) {
      const said = weightMap.get(tensor);
      if (said !== name) {
        const instead = said === undefined ? 'does not name it' : `says that it is in ${said}`;
        throw new InputError(
          `${shard.path} holds tensor ${quote(tensor)} and ${basename(path)} ${instead}: get the files from one place.`,
        );
      }
      tensors.set(tensor, entry);
    }
  }
  for (const [tensor, name] of weightMap) {
    if (tensors.has(tensor)) continue;
    throw new InputError(
      `${path} says that ${name} holds tensor ${quote(tensor)}, and it does not: get the files from one place.`,
    );
  }
  return tensors;
}

async function checkPresent(path: string, shards: readonly string[]): Promise<void> {
  const files = new Set(await readdir(dirname(path)));
  const missing = shards.filter(name => !files.has(name));
  if (missing.length === 0) return;
  const others = missing.length > 1 ? ` and ${missing.length - 1} more files` : '';
  throw new InputError(`${path} needs ${missing[0]}${others} beside it: get every file of the model.`);
}
