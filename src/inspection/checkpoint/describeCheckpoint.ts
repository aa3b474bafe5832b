import { readConfig } from '../../backbones/checkpoint/config/readConfig';
import type { StatedConfig } from '../../backbones/checkpoint/config/statedConfig';
import { chooseLayout } from '../../backbones/checkpoint/layouts';
import { openCheckpoint } from '../../backbones/checkpoint/openCheckpoint';
import { InputError } from '../../protocol/inputError';
import { type CheckpointInspection, inspectCheckpoint } from './inspectCheckpoint';

/**
 * Inspects a checkpoint on this machine, together with the configuration beside it.
 * @returns also sentences about a configuration that is of no help, which keeps nobody from looking at the tensors
 * @throws {InputError} if the path leads to no safetensors, or to damaged ones
 */
export async function describeCheckpoint(
  path: string,
): Promise<{ inspection: CheckpointInspection; notes: readonly string[] }> {
  const file = await openCheckpoint(path);
  await file.close();
  const notes: string[] = [];
  const stated = await statedConfig(file).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    notes.push(error.message);
    return undefined;
  });
  return { inspection: inspectCheckpoint(file, stated), notes };
}

async function statedConfig(file: Parameters<typeof inspectCheckpoint>[0]): Promise<StatedConfig | undefined> {
  return (await readConfig(file.path, chooseLayout(file).id)).network;
}
