import * as z from 'zod';

const count = z.int().nonnegative();
const layerSchema = z.union([count, z.enum(['embedding', 'norm', 'head'])]);

/** One tensor of the network, as a panel shows it. */
const rowSchema = z.strictObject({
  layer: layerSchema,
  name: z.string(),
  shape: z.array(count),
  /** Number of values in the tensor. */
  parameters: count,
  trainable: z.boolean(),
  /** One of the ledger's `parts`: the bars of the chart are stacked by it. */
  part: z.string(),
});

/** What an experiment trains, tensor by tensor in forward order. */
export const parametersLedgerSchema = z.strictObject({
  backbone: z.string(),
  /** The methods' names in the experiment, joined by `+`. */
  method: z.string(),
  /** Values of the backbone, without head and added tensors. */
  backboneParameters: count,
  /** Trained values without the head. */
  trainable: count,
  head: count,
  /** Backbone, added tensors and head. */
  total: count,
  /** What the head was counted for, in words. */
  classes: z.string(),
  /** Every part that is trained, in the order of the bars. */
  parts: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  rows: z.array(rowSchema),
});
export type ParametersLedger = z.infer<typeof parametersLedgerSchema>;
export type ParametersRow = ParametersLedger['rows'][number];
export type ParametersLayer = z.infer<typeof layerSchema>;
