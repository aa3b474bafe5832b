import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openSafetensors } from '../backbones/checkpoint/safetensors';
import { type NamedTensor, writeSafetensors } from '../backbones/checkpoint/safetensorsWriter';
import { type CheckpointManifest, checkpointManifestSchema } from '../protocol/checkpointManifest';
import { InputError } from '../protocol/inputError';
import { writeJsonAtomically } from '../storage/atomicFile';
import type { RunFolder } from './runFolder';

type CheckpointFolder = Pick<RunFolder, 'checkpoints'>;

/** What goes into a manifest beside what the tensors say themselves. */
export type CheckpointContents = Omit<CheckpointManifest, 'version' | 'epoch' | 'step' | 'sha256' | 'tensors'>;

/** A checkpoint in memory. */
export interface Checkpoint {
  readonly manifest: CheckpointManifest;
  /** Trainable tensors and head under their full names, the optimiser's moments under `momentName`; row-major. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

const tensorsPath = (folder: CheckpointFolder, name: string) => join(folder.checkpoints, `${name}.safetensors`);
const manifestPath = (folder: CheckpointFolder, name: string) => join(folder.checkpoints, `${name}.json`);

/** The file of a checkpoint's tensors relative to the run folder, as the journal names it. */
export function checkpointFile(name: string): string {
  return `checkpoints/${name}.safetensors`;
}

/**
 * Saves a checkpoint: `<name>.safetensors`, then its manifest `<name>.json`, each whole or not at all. Without its
 * manifest a checkpoint does not count, so give each its own name (with the epoch or step in it) and delete old ones after.
 */
export async function saveCheckpoint(
  folder: CheckpointFolder,
  { epoch, step, name }: { readonly epoch: number; readonly step: number; readonly name: string },
  tensors: Iterable<NamedTensor>,
  contents: CheckpointContents,
): Promise<CheckpointManifest> {
  const list = [...tensors];
  const path = tensorsPath(folder, name);
  // The manifest of an earlier checkpoint of this name would not be that of the new tensors.
  await rm(manifestPath(folder, name), { force: true });
  await writeSafetensors(path, list);
  const file = await openSafetensors(path);
  const sha256 = await file.sha256().finally(() => file.close());
  const manifest: CheckpointManifest = {
    version: 1,
    epoch,
    step,
    sha256,
    tensors: list.map(({ name, shape }) => ({ name, shape: [...shape] })),
    ...contents,
  };
  await writeJsonAtomically(manifestPath(folder, name), manifest);
  return manifest;
}

async function readManifest(path: string): Promise<CheckpointManifest> {
  try {
    return checkpointManifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = isMissing ? 'is missing, so the checkpoint was never finished' : 'is damaged';
    throw new InputError(`${path}: the manifest ${reason}: use another checkpoint of the run.`);
  }
}

/**
 * Reads a checkpoint and verifies it against its manifest.
 * @throws {InputError} if it is not there, never finished or damaged; the sentence names the file
 */
export async function loadCheckpoint(folder: CheckpointFolder, name: string): Promise<Checkpoint> {
  const manifest = await readManifest(manifestPath(folder, name));
  const path = tensorsPath(folder, name);
  const file = await openSafetensors(path);
  try {
    if ((await file.sha256()) !== manifest.sha256) {
      throw new InputError(
        `${path} is damaged (its checksum is not the manifest's): use another checkpoint of the run.`,
      );
    }
    const tensors = new Map<string, NamedTensor>();
    for (const { name, shape } of manifest.tensors) {
      tensors.set(name, { name, shape, data: await file.read(name) });
    }
    return { manifest, tensors };
  } finally {
    await file.close();
  }
}

/** The finished checkpoints and snapshots of a run by name, earliest step first. Damaged manifests are passed over. */
export async function listCheckpoints(
  folder: CheckpointFolder,
): Promise<{ readonly name: string; readonly manifest: CheckpointManifest }[]> {
  const files = await readdir(folder.checkpoints).catch((): string[] => []);
  const names = files.filter(file => file.endsWith('.json')).map(file => file.slice(0, -'.json'.length));
  const found = await Promise.all(
    names.map(name =>
      readManifest(manifestPath(folder, name)).then(
        manifest => [{ name, manifest }],
        () => [],
      ),
    ),
  );
  return found
    .flat()
    .sort(
      ({ name: a, manifest: one }, { name: b, manifest: other }) =>
        one.step - other.step || one.epoch - other.epoch || a.localeCompare(b),
    );
}

/** The latest checkpoint, not a snapshot, that is whole: a damaged one gives way to the one before. Null if there is none. */
export async function latestCheckpoint(
  folder: CheckpointFolder,
): Promise<(Checkpoint & { readonly name: string }) | null> {
  for (const { name, manifest } of (await listCheckpoints(folder)).reverse()) {
    if (!manifest.resumable) continue;
    const checkpoint = await loadCheckpoint(folder, name).catch((error: unknown) => {
      if (error instanceof InputError) {
        return null;
      }
      throw error;
    });
    if (checkpoint !== null) {
      return { name, ...checkpoint };
    }
  }
  return null;
}

/** Deletes a checkpoint, its manifest first. */
export async function deleteCheckpoint(folder: CheckpointFolder, name: string): Promise<void> {
  await rm(manifestPath(folder, name), { force: true });
  await rm(tensorsPath(folder, name), { force: true });
}
