import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { writeJsonAtomically } from '../../storage/atomicFile';
import { dataFolder } from '../installation/dataFolder';
import { type Probe, probeSchema } from './probe';

const cacheSchema = z.record(z.string(), probeSchema);

/** Changes what a library does, or whether it can be loaded at all. */
const bearing = [
  'NODE_OPTIONS',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'TF_ENABLE_ONEDNN_OPTS',
  'CUDA_VISIBLE_DEVICES',
];

const file = () => join(dataFolder(), 'probes.json');

/** Stands for a library as it is now and for all that it is loaded with. Null if there is no such file. */
export async function libraryKey(library: string): Promise<string | null> {
  const found = await stat(library).catch(() => null);
  if (found === null) return null;
  const driver = await readFile('/proc/driver/nvidia/version', 'utf8').catch(() => '');
  const parts = [
    library,
    found.size,
    found.mtimeMs,
    process.version,
    driver,
    ...bearing.map(name => process.env[name]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** What was found of a library when it was as it is now. */
export async function remembered(key: string): Promise<Probe | undefined> {
  return (await read())[key];
}

/** Keeps what was found. Only what works is kept: what does not may be mended without a change of the library. */
export async function remember(found: Readonly<Record<string, Probe>>): Promise<void> {
  if (Object.keys(found).length === 0) return;
  const all = Object.entries({ ...(await read()), ...found }).slice(-32);
  try {
    await mkdir(dataFolder(), { recursive: true });
    await writeJsonAtomically(file(), Object.fromEntries(all));
  } catch {
    // Where nothing can be kept, it is found out again.
  }
}

async function read(): Promise<Record<string, Probe>> {
  try {
    return cacheSchema.parse(JSON.parse(await readFile(file(), 'utf8')));
  } catch {
    return {};
  }
}
