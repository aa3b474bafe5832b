import * as z from 'zod';
import { type Precision, precisionSchema } from '../../src/protocol/precision';

/** Something that computes the step, in one arithmetic. */
export interface Implementation {
  /** As in the table and for `--only`, such as `onnxruntime-cuda tf32` or `pytorch bfloat16 compiled`. */
  readonly name: string;
  /** Of ours; null is PyTorch. */
  readonly engine: string | null;
  readonly precision: Precision;
  /** By `torch.compile`. */
  readonly compiled: boolean;
}

/** Something that could not be measured at all. */
export interface Missing {
  readonly name: string;
  readonly reason: string;
}

/** What `visual-tuning engines --json` says, as far as it matters here. */
export const engineStatusesSchema = z.array(
  z.object({
    id: z.string(),
    usable: z.boolean(),
    version: z.string().nullable(),
    devices: z.array(z.string()),
    adapter: z.string().nullish(),
    reason: z.string().nullable(),
    /** Of a usable one. */
    precisions: z.array(precisionSchema).default([]),
  }),
);
export type EngineStatuses = z.infer<typeof engineStatusesSchema>;

/** What `bench/torchStep.py --describe` says. */
export const torchSchema = z.object({
  python: z.string(),
  torch: z.string(),
  cuda: z.string().nullable(),
  cudnn: z.number().nullable(),
  hip: z.string().nullable(),
  /** Why a build for CUDA finds no card. */
  problem: z.string().nullable(),
  devices: z.partialRecord(
    z.enum(['cpu', 'cuda', 'mps']),
    z.object({
      name: z.string(),
      capability: z.string().optional(),
      memoryBytes: z.number().optional(),
      precisions: z.array(precisionSchema),
    }),
  ),
});
export type Torch = z.infer<typeof torchSchema>;

/** Those that are compared: a precision against others that promise as much. */
export const classOf = (precision: Precision): string =>
  precision === 'bfloat16' || precision === 'float16' ? '16 bit' : precision;

/** The name by which PyTorch knows the device; undefined where it finds none. */
export function torchDevice(torch: Torch, device: 'gpu' | 'cpu'): 'cuda' | 'mps' | 'cpu' | undefined {
  const wanted = device === 'cpu' ? (['cpu'] as const) : (['cuda', 'mps'] as const);
  return wanted.find(name => torch.devices[name] !== undefined);
}

/**
 * What can be measured on a device, and what can't and why.
 * @param torch what PyTorch says of itself, or why it can't be asked
 * @param only parts of names; all where empty. An engine that is named in full is measured on whatever it computes on
 */
export function findImplementations(
  device: 'gpu' | 'cpu',
  engines: EngineStatuses,
  torch: Torch | string,
  only: readonly string[],
): { readonly implementations: readonly Implementation[]; readonly missing: readonly Missing[] } {
  const candidates = engines.filter(
    ({ id }) => id !== 'reference' && (device === 'gpu' ? id !== 'onnxruntime' : isOnCpu(id)),
  );
  const ours = candidates.map(status => {
    const isNamed = status.usable && only.includes(status.id);
    return { ...status, problem: isNamed ? null : problemOf(status, device) };
  });
  const torchProblem = problemOfTorch(torch, device);
  const implementations = [
    ...ours.flatMap(({ id, problem, precisions }) =>
      problem === null ? precisions.map(precision => named(id, precision, false)) : [],
    ),
    ...(typeof torch === 'string' || torchProblem !== null ? [] : torchImplementations(torch, device)),
  ];
  const missing = [
    ...ours.flatMap(({ id, problem }) => (problem === null ? [] : [{ name: id, reason: problem }])),
    ...(torchProblem === null ? [] : [{ name: 'pytorch', reason: torchProblem }]),
  ];
  const isAsked = (name: string) => only.length === 0 || only.some(part => name.includes(part));
  return {
    implementations: implementations.filter(({ name }) => isAsked(name)),
    missing: missing.filter(({ name }) => isAsked(name) || only.some(part => part.startsWith(name))),
  };
}

const isOnCpu = (id: string) => id === 'onnxruntime' || id === 'tensorflow';

function named(engine: string | null, precision: Precision, compiled: boolean): Implementation {
  const name = [engine ?? 'pytorch', precision, ...(compiled ? ['compiled'] : [])].join(' ');
  return { name, engine, precision, compiled };
}

function problemOf(
  { id, usable, reason, devices, adapter }: EngineStatuses[number],
  device: 'gpu' | 'cpu',
): string | null {
  if (!usable) return reason ?? 'It is not usable and does not say why.';
  if (device === 'cpu' || devices.includes('gpu')) return null;
  const where = `It computes on ${adapter ?? devices.join(', ')} here`;
  return id === 'tensorflow'
    ? `${where}: install it with "visual-tuning engines install tensorflow --device cuda".`
    : `${where}, which is no graphics card; --only=${id} measures it all the same.`;
}

function problemOfTorch(torch: Torch | string, device: 'gpu' | 'cpu'): string | null {
  if (typeof torch === 'string') return torch;
  if (torchDevice(torch, device) !== undefined) return null;
  const why = torch.problem === null ? '' : ` (${torch.problem})`;
  return `PyTorch ${torch.torch} finds no graphics card${why}: install a build for this card, as https://pytorch.org/get-started says.`;
}

function torchImplementations(torch: Torch, device: 'gpu' | 'cpu'): Implementation[] {
  const found = torchDevice(torch, device);
  const precisions = found === undefined ? [] : (torch.devices[found]?.precisions ?? []);
  return precisions.flatMap(precision => [false, true].map(compiled => named(null, precision, compiled)));
}
