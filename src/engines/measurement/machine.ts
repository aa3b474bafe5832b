import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '../../protocol/engineReport';
import { askCards } from '../cards';

/** This machine, with the driver and memory of NVIDIA's cards where their tool is there. */
export async function describeMachine(): Promise<Machine> {
  const cards = await askCards();
  const known = cards ?? (await cardNames()).map(name => ({ name, driver: null, memoryBytes: null }));
  return { ...(await processorOf()), memoryBytes: totalmem(), cards: known };
}

/** Tells machines apart as far as it bears on which engine is the fastest. Starts no process. */
export async function fingerprint(): Promise<string> {
  const { platform, processor, cores } = await processorOf();
  const parts = [platform, processor, cores, ...(await cardNames())];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

async function processorOf() {
  return {
    platform: `${platform()}-${arch()}`,
    processor: cpus().at(0)?.model.trim() || 'unknown',
    cores: availableParallelism(),
  };
}

const cardsFolder = '/proc/driver/nvidia/gpus';

/** NVIDIA's cards as Linux names them; elsewhere none are seen. */
async function cardNames(): Promise<string[]> {
  const folders = await readdir(cardsFolder).catch(() => []);
  const names = folders.sort().map(async folder => {
    const text = await readFile(join(cardsFolder, folder, 'information'), 'utf8').catch(() => '');
    return /^Model:\s*(.+)$/m.exec(text)?.[1].trim() ?? [];
  });
  return (await Promise.all(names)).flat();
}
