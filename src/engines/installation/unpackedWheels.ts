import { link, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { namesIn } from '../../storage/namesIn';
import { enginesFolder } from './dataFolder';
import type { Requirement } from './nvidiaWheel';
import { newestWithin } from './versions';

/** A wheel of NVIDIA's that was unpacked to the end. */
const unpackedWheelSchema = z.object({
  /** Its name. */
  file: z.string(),
  /** What was unpacked of it, by their paths in it. */
  files: z.array(z.string()),
});
export type UnpackedWheel = z.infer<typeof unpackedWheelSchema>;

/** Keeps which wheels were unpacked to the end into the folder that it lies in, by their projects. */
export const wheelsFile = 'wheels.json';

/** The wheels that were unpacked into a folder. */
export async function readUnpackedWheels(folder: string): Promise<Record<string, UnpackedWheel>> {
  try {
    const text = await readFile(join(folder, wheelsFile), 'utf8');
    return z.record(z.string(), unpackedWheelSchema).parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/**
 * Puts what ONNX Runtime's provider was installed with into another folder too, by links to the same files: either may be
 * removed without the other.
 * @returns the paths in the folder; undefined where the project is not there within its bounds, or can't be linked to
 */
export async function linkUnpackedWheel(
  { project, bounds }: Requirement,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[] | undefined> {
  const parent = enginesFolder(environment);
  for (const name of namesIn(parent).filter(candidate => /^cuda-\d+$/.test(candidate))) {
    const wheel = (await readUnpackedWheels(join(parent, name)))[project];
    if (wheel === undefined || newestWithin([wheel], bounds) === undefined) continue;
    try {
      for (const path of wheel.files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await link(join(parent, name, path), join(folder, path));
      }
      return wheel.files;
    } catch {
      // Where links can't be made, or a file was deleted, the wheel is fetched as if it were not there. It must not be
      // unpacked into files that are linked: they are the other folder's too.
      for (const path of wheel.files) await rm(join(folder, path), { force: true });
    }
  }
  return undefined;
}
