import * as z from 'zod';

const count = z.int().nonnegative();

/** `environment.json`: what a run ran on and with, as far as its numbers may depend on it. */
export const environmentSchema = z.object({
  /** `visualTuning`, `node`, and the libraries that compute. */
  versions: z.record(z.string(), z.string()),
  /** For example `linux-x64`. */
  platform: z.string(),
  processor: z.object({ model: z.string(), cores: count }),
  engine: z.object({
    name: z.string(),
    version: z.string(),
    threads: count,
    /** `cpu` or `gpu`, and what that is called where it is known. */
    device: z.string().optional(),
    adapter: z.string().optional(),
  }),
  data: z.object({ fingerprint: z.string(), images: count, classes: count }),
  checkpoint: z.object({ path: z.string(), sha256: z.string() }).nullable(),
  /** Of the backbone's frozen weights, however they came to be. */
  backboneFingerprint: z.string(),
  /** Of the folder that the experiment lies in; `dirty` with changes that are not committed. null: not a repository. */
  git: z.object({ commit: z.string(), dirty: z.boolean() }).nullable(),
});

export type Environment = z.infer<typeof environmentSchema>;
