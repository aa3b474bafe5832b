import * as z from 'zod';
import { setupChangeSchema } from './setupChange';
import { valueSchema } from './setupControls';

const count = z.int().nonnegative();

/** From the set-up panel to the extension host. */
export const setupRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), budget: count.nullable() }),
  /** What would follow from a change that is still being made, such as a slider's while it is dragged. */
  z.strictObject({ type: z.literal('try'), change: setupChangeSchema }),
  /** Makes a change in the file: one step to undo. */
  z.strictObject({ type: z.literal('change'), change: setupChangeSchema }),
  /** Null: as many parameters as the experiment trains. */
  z.strictObject({ type: z.literal('budget'), budget: count.nullable() }),
  z.strictObject({ type: z.literal('browse'), what: z.enum(['data', 'checkpoint']) }),
  /** Writes an experiment like this one with one other method into a new file beside it. */
  z.strictObject({ type: z.literal('saveAs'), id: z.string(), values: z.record(z.string(), valueSchema) }),
  z.strictObject({ type: z.literal('copy'), text: z.string() }),
  z.strictObject({ type: z.literal('run') }),
  /** Runs a few steps to measure. */
  z.strictObject({ type: z.literal('forecast') }),
  z.strictObject({ type: z.literal('editAsText') }),
]);
export type SetupRequest = z.infer<typeof setupRequestSchema>;

/** What the panel remembers while it is hidden and after a restart. */
export const setupStateSchema = z.strictObject({
  logScale: z.boolean(),
  trainedOnly: z.boolean(),
  sort: z.strictObject({ column: z.enum(['order', 'name', 'shape', 'parameters']), descending: z.boolean() }),
  /** Trained parameters without the head; null: as many as the experiment trains. */
  budget: count.nullable(),
  /** Group whose methods are shown, by the method's place in the experiment; null: that of the method. */
  groups: z.array(z.string().nullable()),
});
export type SetupState = z.infer<typeof setupStateSchema>;
