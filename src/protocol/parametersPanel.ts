import * as z from 'zod';

const count = z.int().nonnegative();
const layerSchema = z.union([count, z.enum(['embedding', 'norm', 'head'])]);

/** One tensor of the network, as the panel shows it. */
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
const parametersLedgerSchema = z.strictObject({
  name: z.string(),
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

/** The panel's words in the language of the editor. */
const wordsSchema = z.strictObject({
  waiting: z.string(),
  trainable: z.string(),
  ofBackbone: z.string(),
  head: z.string(),
  total: z.string(),
  editAsText: z.string(),
  chartTitle: z.string(),
  tableTitle: z.string(),
  logScale: z.string(),
  trainedOnly: z.string(),
  layer: z.string(),
  tensor: z.string(),
  shape: z.string(),
  parameters: z.string(),
  parametersOnLogScale: z.string(),
  trained: z.string(),
  yes: z.string(),
  no: z.string(),
});
export type ParametersWords = z.infer<typeof wordsSchema>;

/** From the extension host to the parameters panel. */
export const parametersMessageSchema = z.discriminatedUnion('type', [
  /** The answer to `ready`. `file` is the URI that the page keeps in its state, so that the panel can be restored. */
  z.strictObject({ type: z.literal('opened'), file: z.string(), words: wordsSchema }),
  z.strictObject({ type: z.literal('ledger'), ledger: parametersLedgerSchema }),
  /** The file holds no experiment: one sentence says why. */
  z.strictObject({ type: z.literal('problem'), sentence: z.string() }),
]);
export type ParametersMessage = z.infer<typeof parametersMessageSchema>;

/** From the parameters panel to the extension host. */
export const parametersRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('editAsText') }),
]);
export type ParametersRequest = z.infer<typeof parametersRequestSchema>;

/** What the panel remembers while it is hidden and after a restart. */
export const parametersStateSchema = z.strictObject({
  /** URI of the experiment file. */
  file: z.string(),
  logScale: z.boolean(),
  trainedOnly: z.boolean(),
});
export type ParametersState = z.infer<typeof parametersStateSchema>;
