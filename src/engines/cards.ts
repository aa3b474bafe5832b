import { runTool } from './installation/runTool';

/** What NVIDIA's tool says of the cards; undefined where it is not there. */
export async function askCards(): Promise<Card[] | undefined> {
  const words = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader,nounits'];
  const said = await runTool('nvidia-smi', words, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  return said === undefined ? undefined : parseCards(said);
}

/** A graphics card of NVIDIA's. */
export interface Card {
  readonly name: string;
  readonly driver: string | null;
  readonly memoryBytes: number | null;
}

/** Lines of `nvidia-smi`: name, driver, memory in MiB. */
export function parseCards(text: string): Card[] {
  return text.split('\n').flatMap(line => {
    const [name, driver, mebibytes] = line.split(',').map(part => part.trim());
    if (!name || driver === undefined) return [];
    const memory = Number(mebibytes);
    return [{ name, driver, memoryBytes: Number.isFinite(memory) && mebibytes ? memory * 2 ** 20 : null }];
  });
}

/** Bytes that every card of NVIDIA's in this machine has at least: which of them an engine takes, it doesn't say. */
export async function cardMemory(): Promise<number | undefined> {
  const known = ((await askCards()) ?? []).flatMap(({ memoryBytes }) => memoryBytes ?? []);
  return known.length > 0 ? Math.min(...known) : undefined;
}
