import { stat } from 'node:fs/promises';
import { type Placing, unpackTar, within } from './tarArchive';
import { readZip, unpack } from './zipArchive';

/**
 * Unpacks what is wanted of an archive, `.zip` or `.tar.gz`.
 * @param onBytes called with how much of it is done, and how much there is
 * @returns where what was unpacked lies
 */
export async function unpackArchive(
  archive: string,
  placeOf: Placing,
  { signal, onBytes }: { readonly signal?: AbortSignal; readonly onBytes?: (done: number, total: number) => void } = {},
): Promise<readonly string[]> {
  const placed: string[] = [];
  const placing: Placing = path => {
    const place = placeOf(path);
    if (place !== null) placed.push(place);
    return place;
  };
  const { size } = await stat(archive);
  if (!archive.endsWith('.zip')) {
    await unpackTar(archive, placing, { signal, onBytes: bytes => onBytes?.(bytes, size) });
    return placed;
  }
  let done = 0;
  for (const entry of (await readZip(archive)).values()) {
    const place = entry.path.endsWith('/') ? null : placing(within(entry.path));
    if (place !== null) await unpack(archive, entry, place, { signal });
    onBytes?.((done += entry.compressedSize), size);
  }
  return placed;
}
