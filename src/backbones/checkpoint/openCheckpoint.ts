import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { describeNoWeights, findWeights, indexFile } from './checkpointFiles';
import { type SafetensorsFile, openSafetensors } from './safetensors';
import { openSharded } from './shardedCheckpoint';

/**
 * Opens a checkpoint: a safetensors file, the index of one in several files, or a folder that holds either under its
 * usual name.
 * @throws {InputError} if there is none, or if it isn't whole, well-formed safetensors.
 */
export async function openCheckpoint(path: string): Promise<SafetensorsFile> {
  const file = await locateWeights(path);
  return file.endsWith('.index.json') ? openSharded(file) : openSafetensors(file);
}

/** The safetensors file or the index that a path means. */
async function locateWeights(path: string): Promise<string> {
  // What can't be asked about is refused where it is opened.
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    const files = await readdir(path);
    const weights = findWeights(files);
    if (!weights) throw new InputError(`${path} ${describeNoWeights(files)}`);
    return join(path, weights);
  }
  if (path.endsWith('.json') && !path.endsWith('.index.json')) {
    throw new InputError(`${path} is not a checkpoint: name the safetensors file, ${indexFile} or their folder.`);
  }
  return path;
}
