import { InputError } from '../../protocol/inputError';
import { isSafetensorsName } from './checkpointFiles';
import { quote } from './headerScanner';
import { openFile } from './safetensors';

/** More than any index has; that of a model of 100 billion parameters takes less than one megabyte. */
const maximumIndexBytes = 32 << 20;
const maximumShards = 1000;

/** The file that holds each tensor, by the tensor's name. */
export type WeightMap = ReadonlyMap<string, string>;

/**
 * Reads the index at a path; see `parseIndex`.
 * @throws {InputError} if it is not there or not an index.
 */
export async function readWeightMap(path: string): Promise<WeightMap> {
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    if (size > maximumIndexBytes) throw new InputError(`${path} is too large for an index (${size} bytes).`);
    return parseIndex(path, await handle.readFile('utf8'));
  } finally {
    await handle.close();
  }
}

/**
 * Reads a `model.safetensors.index.json`: `{"weight_map": {"tensor": "file", …}}` and metadata, which decides nothing.
 * @throws {InputError} naming the index, if it is not one or if it names a file outside of its own folder.
 */
export function parseIndex(path: string, text: string): WeightMap {
  const index = parseJson(path, text);
  const weightMap = isRecord(index) ? index.weight_map : undefined;
  if (!isRecord(weightMap)) {
    throw new InputError(
      `${path} has no "weight_map" from tensors to files, so it is not an index of safetensors files.`,
    );
  }
  const entries = new Map<string, string>();
  for (const [tensor, file] of Object.entries(weightMap)) {
    if (typeof file !== 'string' || !isSafetensorsName(file)) {
      throw new InputError(
        `${path}: tensor ${quote(tensor)} is said to be in ${quote(JSON.stringify(file))}, which is not the name of a ` +
          'safetensors file beside the index.',
      );
    }
    entries.set(tensor, file);
  }
  const shards = new Set(entries.values()).size;
  if (shards === 0) throw new InputError(`${path} names no tensors: get it again.`);
  if (shards > maximumShards) throw new InputError(`${path} names ${shards} files; at most ${maximumShards} are read.`);
  return entries;
}

/** The files of a weight map, sorted. */
export function shardsOf(weightMap: WeightMap): string[] {
  return [...new Set(weightMap.values())].sort();
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${path} is not valid JSON: get it again.`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
