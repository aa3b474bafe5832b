import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** Where the operations of a network were computed. */
export interface Placement {
  /** How many the provider computed; what it computes as one counts once. */
  readonly computed: number;
  /** How many of each kind another one did, which is the processor's. */
  readonly left: ReadonlyMap<string, number>;
}

const eventSchema = z.object({
  cat: z.string(),
  name: z.string(),
  args: z.object({ op_name: z.string().optional(), provider: z.string().optional() }).optional(),
});

/** Reads it off the profile of one run, which ONNX Runtime wrote. @param provider as ONNX Runtime reports it */
export function placementOf(profile: string, provider: string): Placement {
  const left = new Map<string, number>();
  let computed = 0;
  for (const event of z.array(z.unknown()).parse(JSON.parse(profile))) {
    const { data } = eventSchema.safeParse(event);
    if (data?.cat !== 'Node' || !data.name.endsWith('_kernel_time')) continue;
    const { op_name: operator = data.name, provider: by } = data.args ?? {};
    // Copies to and from the device are the price of what is left.
    if (operator.startsWith('Memcpy')) continue;
    if (by === provider) computed++;
    else left.set(operator, (left.get(operator) ?? 0) + 1);
  }
  return { computed, left };
}

/** As `placementOf`, from the one profile that lies in a folder. @throws {Error} if there is none */
export async function readPlacement(folder: string, provider: string): Promise<Placement> {
  const [file] = await readdir(folder);
  if (file === undefined) throw new Error('ONNX Runtime wrote no profile.');
  return placementOf(await readFile(join(folder, file), 'utf8'), provider);
}

/** What a person should know of it, as a sentence; undefined where the provider computes everything. */
export function describePlacement(title: string, { computed, left }: Placement): string | undefined {
  if (left.size === 0) return undefined;
  const operations = [...left].sort((a, b) => b[1] - a[1]).map(([operator, times]) => `${times} ${operator}`);
  const rest = [...left.values()].reduce((sum, times) => sum + times, 0);
  return (
    `${title} computes ${computed} of the network's ${computed + rest} operations; the processor computes the rest ` +
    `(${operations.join(', ')}).`
  );
}
