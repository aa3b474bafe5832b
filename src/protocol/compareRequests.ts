import * as z from 'zod';

/** A row as the page names it: never by a path. */
export const compareRowId = z.string().min(1).max(200);

export const copyFormats = ['markdown', 'csv', 'latex'] as const;

/** From the compare panel to the extension host. */
export const compareRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), baseline: compareRowId.nullable() }),
  z.strictObject({ type: z.literal('baseline'), row: compareRowId }),
  /** Copies the table, its rows in this order. */
  z.strictObject({ type: z.literal('copy'), format: z.enum(copyFormats), rows: z.array(compareRowId).max(1000) }),
]);
export type CompareRequest = z.infer<typeof compareRequestSchema>;

export const compareColumns = [
  'name',
  'method',
  'backbone',
  'seeds',
  'trainable',
  'head',
  'test',
  'difference',
  'chance',
  'validation',
  'seconds',
  'memoryBytes',
] as const;
export type CompareColumn = (typeof compareColumns)[number];

/** What the panel remembers while it is hidden and after a restart. */
export const compareStateSchema = z.strictObject({
  /** Paths of the runs compared, as the host gave them. */
  runs: z.array(z.string()),
  baseline: compareRowId.nullable(),
  /** null: in the order in which the runs were chosen. */
  sort: z.strictObject({ column: z.enum(compareColumns), descending: z.boolean() }).nullable(),
  /** Whether the curves are shown as a table. */
  curvesAsTable: z.boolean(),
});
export type CompareState = z.infer<typeof compareStateSchema>;
