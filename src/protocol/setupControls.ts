import * as z from 'zod';

/** What a field of an experiment may hold. */
export const valueSchema = z.union([
  z.number(),
  z.string(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.number(), z.string()])),
]);
export type Value = z.infer<typeof valueSchema>;

const common = {
  /** The field's path in the file, joined with dots; of a hyper-parameter its name. */
  path: z.string(),
  label: z.string(),
  help: z.string(),
};

/** One control of the panel: how a field is shown and changed. */
export const controlSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('number'),
    whole: z.boolean(),
    /** What the field takes; null where there is no bound. */
    minimum: z.number().nullable(),
    maximum: z.number().nullable(),
    /** Ends of the range that are not in it. */
    open: z.strictObject({ minimum: z.boolean(), maximum: z.boolean() }),
    /** What the field takes, as a sentence. */
    range: z.string(),
    /** What the slider covers, which may be less; null where there is none. */
    slider: z.strictObject({ minimum: z.number(), maximum: z.number(), log: z.boolean() }).nullable(),
    /** What an empty field means, in words; null where it may not be empty. */
    empty: z.string().nullable(),
  }),
  z.strictObject({ ...common, kind: z.literal('boolean') }),
  z.strictObject({ ...common, kind: z.literal('text') }),
  z.strictObject({ ...common, kind: z.literal('layers') }),
  z.strictObject({ ...common, kind: z.literal('targets'), options: z.array(z.string()) }),
  /** One of several; its help is in sight. */
  z.strictObject({ ...common, kind: z.literal('choice'), options: z.array(z.string()) }),
]);
export type Control = z.infer<typeof controlSchema>;
export type NumberControl = Extract<Control, { kind: 'number' }>;
