import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { EngineId } from '../../protocol/engineReport';
import { writeJsonAtomically } from '../../storage/atomicFile';
import { ensureFolder } from '../../storage/folder';
import { namesIn } from '../../storage/namesIn';
import { dataFolder, enginesFolder } from '../installation/dataFolder';
import { type Probe, probeSchema } from './probe';

const cacheSchema = z.record(z.string(), probeSchema);

/** Changes what a library does, or whether it can be loaded at all. */
const bearing = [
  'NODE_OPTIONS',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'TF_ENABLE_ONEDNN_OPTS',
  'CUDA_VISIBLE_DEVICES',
  'VK_ICD_FILENAMES',
  'VK_DRIVER_FILES',
];

const file = () => join(dataFolder(), 'probes.json');

/** Stands for an engine's library as it is now and for all that it is loaded with. Null if there is no such file. */
export async function libraryKey(engine: EngineId, library: string): Promise<string | null> {
  const found = await stat(library).catch(() => null);
  if (found === null) return null;
  const driver = await readFile('/proc/driver/nvidia/version', 'utf8').catch(() => '');
  const parts = [
    engine,
    library,
    found.size,
    found.mtimeMs,
    process.version,
    driver,
    // One engine may use what was installed with another.
    namesIn(enginesFolder()),
    ...bearing.map(name => process.env[name]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** What was found of a library when it was as it is now. */
export async function remembered(key: string): Promise<Probe | undefined> {
  return (await read())[key];
}

/** Several engines are looked at at once: they must not write over each other. */
let writing: Promise<void> = Promise.resolve();

/** Keeps what was found. Only what works is kept: what does not may be mended without a change of the library. */
export function remember(key: string, found: Probe): Promise<void> {
  writing = writing.then(async () => {
    const others = Object.entries(await read()).filter(([known]) => known !== key);
    try {
      await ensureFolder(dataFolder());
      await writeJsonAtomically(file(), Object.fromEntries([...others, [key, found]].slice(-32)));
    } catch {
      // Where nothing can be kept, it is found out again.
    }
  });
  return writing;
}

async function read(): Promise<Record<string, Probe>> {
  try {
    return cacheSchema.parse(JSON.parse(await readFile(file(), 'utf8')));
  } catch {
    return {};
  }
}
