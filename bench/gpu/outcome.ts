import type { Case } from './cases';
import type { DeviceMemory } from './deviceMemory';
import type { EngineStatuses, Implementation, Missing, Torch } from './implementations';
import type { Card } from './nvidiaSmi';
import type { Options } from './options';

/** What one process measured of its own steps. */
export interface Timing {
  /** Median over its steps. */
  readonly millisecondsPerStep: number;
  readonly imagesPerSecond: number;
  /** Each step's time, where the program tells it. */
  readonly milliseconds: readonly number[] | null;
  /** Images computed at once; the batch where absent. */
  readonly microBatch: number | null;
  /** Why not the whole batch, where that was tried. */
  readonly splitFor: string | null;
  /** Largest resident memory of the process on the processor. */
  readonly processBytes: number | null;
  /** On the card, as `nvidia-smi` saw it. */
  readonly deviceMemory: DeviceMemory | null;
  /** Of PyTorch's tensors on the card, by its allocator. */
  readonly tensorBytes: number | null;
  /** All that the program printed. */
  readonly document: unknown;
}

/** A turn that failed, with the literal reason. */
export interface Problem {
  readonly problem: string;
}

export const isProblem = (turn: object): turn is Problem => 'problem' in turn;

/** One implementation of one case: a row of the table. */
export interface Result {
  readonly case: Case;
  readonly implementation: Implementation;
  /** One for each round, but none after a first that failed. */
  readonly turns: readonly (Timing | Problem)[];
  /** Losses of the first steps from the same weights and images as everybody's. */
  readonly losses: readonly number[] | Problem | null;
}

/** All that `gpu.json` holds. */
export interface Outcome {
  readonly command: string;
  /** ISO 8601. */
  readonly time: string;
  readonly card: Card | null;
  readonly machine: {
    readonly system: string;
    readonly processor: string;
    readonly cores: number;
    readonly memoryBytes: number;
  };
  readonly versions: Readonly<Record<string, string | null>>;
  readonly options: Options;
  readonly engines: EngineStatuses;
  readonly torch: Torch | Problem;
  /** Whether all that was asked for has been measured, or tried. */
  readonly complete: boolean;
  /** Trainable parameters of each case, ours and PyTorch's alike. */
  readonly trainable: readonly { readonly case: Case; readonly parameters: number }[];
  readonly results: readonly Result[];
  readonly missing: readonly Missing[];
}
