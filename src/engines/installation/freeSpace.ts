import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '../../protocol/inputError';

/** @throws {InputError} if there is less room than that many bytes where `folder` is or would be made */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const place = await existing(folder);
  const { bavail, bsize } = await statfs(place);
  if (bavail * bsize >= bytes) return;
  const gigabytes = (value: number) => (value / 1e9).toFixed(1);
  throw new InputError(
    `${place} has ${gigabytes(bavail * bsize)} GB left and the installation needs ${gigabytes(bytes)} GB on its way: ` +
      'make room, or name a folder on another disk in VISUAL_TUNING_DATA.',
  );
}

async function existing(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  return found || dirname(folder) === folder ? folder : existing(dirname(folder));
}
