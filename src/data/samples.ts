import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import sharp from 'sharp';
import * as z from 'zod';
import { InputError } from '../protocol/inputError';
import { ensureFolder } from '../storage/folder';
import { DiskFull, isDiskFull } from '../storage/fullDisk';
import { forEachConcurrently } from './concurrency';

/** The data sets that travel with the product, each a mosaic `<name>.png` and its description `<name>.json`. */
const SAMPLES = ['digits', 'solids'];
const FILES_AT_ONCE = 16;

const manifestSchema = z.object({
  title: z.string(),
  credit: z.string(),
  source: z.string(),
  license: z.string(),
  licenseUrl: z.string(),
  changes: z.string(),
  /** Side of one image, in pixels. */
  tile: z.int().positive(),
  /** Images per row of the mosaic, which is filled row by row. */
  columns: z.int().positive(),
  /** Whether images have red, green and blue rather than grey alone. */
  colour: z.boolean().default(false),
  classes: z.array(z.string()),
  /** Index into `classes` of each image. */
  labels: z.array(z.int()),
});

type Manifest = z.infer<typeof manifestSchema>;

/**
 * Unpacks a sample to an image folder, when `path` does not exist and ends in `samples/<name of a sample>`; otherwise
 * does nothing. The folder appears whole or not at all, also where the signal is aborted. Returns how many images were written.
 *
 * @throws {InputError} when the place can't be written to
 * @throws {DiskFull} when it is full
 */
export async function ensureSample(
  path: string,
  mediaFolder: string,
  signal?: AbortSignal,
): Promise<{ unpacked: number }> {
  const target = resolve(path);
  const name = basename(target);
  const isSample = basename(dirname(target)) === 'samples' && SAMPLES.includes(name);
  if (!isSample || (await exists(target))) return { unpacked: 0 };
  const mosaicFile = join(mediaFolder, 'samples', `${name}.png`);
  const manifest = manifestSchema.parse(
    JSON.parse(await readFile(join(mediaFolder, 'samples', `${name}.json`), 'utf8')),
  );
  // On the same disk as the target, so that a rename suffices; hidden, so that nobody takes it for data.
  const workFolder = join(dirname(target), `.${name}-${randomUUID()}`);
  try {
    await ensureFolder(workFolder);
    await unpack(mosaicFile, manifest, workFolder, signal);
    await rename(workFolder, target);
    return { unpacked: manifest.labels.length };
  } catch (error) {
    await rm(workFolder, { recursive: true, force: true }).catch(() => undefined);
    // Another process unpacked the same sample in the meantime: theirs is as good.
    if (await exists(target)) return { unpacked: 0 };
    throw explained(error, target);
  }
}

const unwritable = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'];

/** Says of an error of the file system what to do about it. */
function explained(error: unknown, target: string): unknown {
  if (isDiskFull(error)) return new DiskFull(dirname(target), 'or unpack the sample elsewhere; nothing of it was kept');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!unwritable.includes(code)) return error;
  return new InputError(
    `The sample can't be unpacked to "${target}" (${code}): make its folder writable or name another one.`,
  );
}

async function unpack(mosaicFile: string, manifest: Manifest, folder: string, signal?: AbortSignal): Promise<void> {
  const colourspace = manifest.colour ? 'srgb' : 'b-w';
  const channels = manifest.colour ? 3 : 1;
  const { data, info } = await sharp(mosaicFile).toColourspace(colourspace).raw().toBuffer({ resolveWithObject: true });
  for (const name of manifest.classes) await mkdir(join(folder, name), { recursive: true });
  const { tile, columns, classes, labels } = manifest;
  const digits = String(labels.length - 1).length;
  await forEachConcurrently(labels, FILES_AT_ONCE, async (label, index) => {
    signal?.throwIfAborted();
    const start = (Math.floor(index / columns) * tile * info.width + (index % columns) * tile) * channels;
    const [line, wholeLine] = [tile * channels, info.width * channels];
    const pixels = Buffer.alloc(tile * line);
    for (let row = 0; row < tile; row++)
      data.copy(pixels, row * line, start + row * wholeLine, start + row * wholeLine + line);
    // Uncompressed, so that the files, and their fingerprint, are the same on every machine.
    const png = await sharp(pixels, { raw: { width: tile, height: tile, channels } })
      .toColourspace(colourspace)
      .png({ compressionLevel: 0 })
      .toBuffer();
    // Not by libvips, which doesn't tell a full disk from other errors.
    await writeFile(join(folder, classes[label], `${String(index).padStart(digits, '0')}.png`), png);
  });
  await writeFile(join(folder, 'LICENSE.txt'), attribution(manifest));
}

function attribution({ title, credit, source, license, licenseUrl, changes }: Manifest): string {
  return `${title}\n${credit}\n${source}\n\nLicence: ${license}, ${licenseUrl}\n\n${changes}\n`;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
