import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A card as `nvidia-smi` describes it; null where it doesn't know. */
export interface Card {
  readonly name: string;
  readonly driver: string | null;
  readonly memoryBytes: number | null;
  /** What every program together holds on it. */
  readonly usedBytes: number | null;
  readonly powerLimitWatts: number | null;
}

const mebibyte = 2 ** 20;
const fields = ['name', 'driver_version', 'memory.total', 'memory.used', 'power.limit'];

/** A cell of its output: `[N/A]`, `[Not Supported]` and the like are null. */
function numberOf(cell: string | undefined, unit: number): number | null {
  const value = Number(cell);
  return cell === undefined || cell === '' || !Number.isFinite(value) ? null : value * unit;
}

const rowsOf = (text: string): string[][] =>
  text.split('\n').flatMap(line => (line.trim() === '' ? [] : [line.split(',').map(cell => cell.trim())]));

/** Lines of `--query-gpu` for the fields above, in CSV without header and units. */
export function parseCards(text: string): Card[] {
  return rowsOf(text).flatMap(([name, driver, memory, used, power]) =>
    name === undefined || driver === undefined
      ? []
      : [
          {
            name,
            driver: /^\[.*\]$/.test(driver) ? null : driver,
            memoryBytes: numberOf(memory, mebibyte),
            usedBytes: numberOf(used, mebibyte),
            powerLimitWatts: numberOf(power, 1),
          },
        ],
  );
}

/** Lines of `--query-compute-apps=pid,used_memory`: bytes by process; one that shows no number is left out. */
export function parseProcesses(text: string): Map<number, number> {
  const found = new Map<number, number>();
  for (const [pid, used] of rowsOf(text)) {
    const [id, bytes] = [Number(pid), numberOf(used, mebibyte)];
    if (Number.isInteger(id) && bytes !== null) found.set(id, (found.get(id) ?? 0) + bytes);
  }
  return found;
}

const ask = async (card: string, query: string) => {
  const { stdout } = await promisify(execFile)('nvidia-smi', ['-i', card, query, '--format=csv,noheader,nounits'], {
    timeout: 10_000,
  });
  return stdout;
};

/** The card of an index or UUID. @throws {Error} if `nvidia-smi` can't say */
export async function askCard(card: string): Promise<Card> {
  const found = parseCards(await ask(card, `--query-gpu=${fields.join(',')}`)).at(0);
  if (found === undefined) throw new Error(`nvidia-smi knows no card ${card}`);
  return found;
}

/** What each process holds on a card. @throws {Error} if `nvidia-smi` can't say */
export const askProcesses = async (card: string): Promise<Map<number, number>> =>
  parseProcesses(await ask(card, '--query-compute-apps=pid,used_memory'));
