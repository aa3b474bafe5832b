import * as z from 'zod';
import { forecastSchema, previewSchema } from './inspection';
import { parametersLedgerSchema } from './parametersLedger';
import { controlSchema, valueSchema } from './setupControls';
import { setupWordsSchema } from './setupWords';

const count = z.int().nonnegative();

/** The parts of a transformer, as the diagram draws them. */
export const diagramParts = [
  'embedding',
  'tokens',
  'norm1',
  'prompts',
  'q',
  'k',
  'v',
  'output',
  'attention',
  'norm2',
  'fc1',
  'fc2',
  'mlp-after',
  'mlp-beside',
  'block',
  'norm',
  'head',
] as const;
const diagramPartSchema = z.enum(diagramParts);
export type DiagramPart = z.infer<typeof diagramPartSchema>;

/** Where a method acts: `added` brings tensors of its own there, `trained` unfreezes what is there. */
const litPartSchema = z.strictObject({ part: diagramPartSchema, how: z.enum(['added', 'trained']) });
export type LitPart = z.infer<typeof litPartSchema>;

/** A method of the catalogue, as it is offered. */
const offeredMethodSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  group: z.string(),
  idea: z.string(),
  citation: z.strictObject({
    /** "Jia et al., 2022. Visual Prompt Tuning." */
    text: z.string(),
    arxiv: z.string().nullable(),
  }),
  /** Hyper-parameters; a control's path is its name. */
  controls: z.array(controlSchema),
  defaults: z.record(z.string(), valueSchema),
});
export type OfferedMethod = z.infer<typeof offeredMethodSchema>;

/** What the panel offers, whatever the file says. */
const catalogueSchema = z.strictObject({
  groups: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  methods: z.array(offeredMethodSchema),
  /** Named architectures, family by family. */
  backbones: z.array(z.strictObject({ family: z.string(), ids: z.array(z.string()) })),
  data: z.array(controlSchema),
  training: z.array(controlSchema),
  /** Fields of each optimiser, by its name. */
  optimizers: z.record(z.string(), z.array(controlSchema)),
  stepSchedule: z.array(controlSchema),
});
export type SetupCatalogue = z.infer<typeof catalogueSchema>;

/** One method of the experiment. */
const chosenMethodSchema = z.strictObject({
  id: z.string(),
  /** Its name in the experiment: `lora`, `lora-2`. */
  instance: z.string(),
  /** Defaults filled in. */
  values: z.record(z.string(), valueSchema),
  lit: z.array(litPartSchema),
  /** Blocks that it brings tensors to, or trains them in. */
  blocks: z.array(count),
});
export type ChosenMethod = z.infer<typeof chosenMethodSchema>;

/** An experiment with everything that follows from it at once. */
const setupSchema = z.strictObject({
  name: z.string(),
  backbone: z.strictObject({
    architecture: z.string(),
    /** As written; null where the file gives none. */
    checkpoint: z.string().nullable(),
    /** Whether its weights travel with the product. */
    embedded: z.boolean(),
    blocks: count,
    imageSize: count,
    /** What the counts follow from: the architecture's name, or what the checkpoint makes of it. */
    counted: z.strictObject({
      /** `unknown`: the checkpoint has not been looked into yet. */
      by: z.enum(['name', 'checkpoint', 'absent', 'unusable', 'unknown']),
      /** Why the name counts and not the checkpoint. */
      problem: z.string().nullable(),
      /** The name of another architecture, that the checkpoint has the tensors of. */
      fits: z.string().nullable(),
      notes: z.array(z.string()),
    }),
  }),
  methods: z.array(chosenMethodSchema),
  /** Values of every control outside the methods, by its path joined with dots. */
  values: z.record(z.string(), valueSchema),
  optimizer: z.string(),
  schedule: z.string(),
  /** The learning rate over the training: evenly spaced points from the first step to the last. */
  curve: z.array(z.number()),
  ledger: parametersLedgerSchema,
});
export type Setup = z.infer<typeof setupSchema>;

/** A method and the settings of it that come nearest to a budget. */
const budgetRowSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Trained parameters without the head, at the settings of the experiment or the defaults. */
  parameters: count,
  /** Whether the experiment has it. */
  current: z.boolean(),
  nearest: z.strictObject({
    values: z.record(z.string(), valueSchema),
    /** What was changed, in words: "rank 4". Empty where the method has no size to change. */
    words: z.string(),
    parameters: count,
  }),
});
export type BudgetRow = z.infer<typeof budgetRowSchema>;

const budgetSchema = z.strictObject({
  budget: count,
  /** Trained parameters of full fine-tuning, without the head. */
  full: count,
  rows: z.array(budgetRowSchema),
});
export type Budget = z.infer<typeof budgetSchema>;

/** What is computed elsewhere and takes a while. */
const pendingOr = <T extends z.ZodType>(known: T) =>
  z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('pending') }),
    z.strictObject({ state: z.literal('known'), value: known }),
    z.strictObject({ state: z.literal('problem'), sentence: z.string() }),
  ]);

/** From the extension host to the set-up panel. */
export const setupMessageSchema = z.discriminatedUnion('type', [
  /** The answer to `ready`. */
  z.strictObject({ type: z.literal('opened'), words: setupWordsSchema, catalogue: catalogueSchema }),
  z.strictObject({ type: z.literal('setup'), setup: setupSchema }),
  z.strictObject({ type: z.literal('budget'), budget: budgetSchema }),
  /** The file holds no experiment: the page keeps what it shows, and can't change it if it isn't JSON at all. */
  z.strictObject({ type: z.literal('problem'), sentence: z.string(), line: count, json: z.boolean() }),
  /** A change was not made, as it would break the experiment. */
  z.strictObject({ type: z.literal('refused'), sentence: z.string() }),
  z.strictObject({ type: z.literal('forecast'), forecast: pendingOr(forecastSchema) }),
  z.strictObject({ type: z.literal('preview'), preview: pendingOr(previewSchema) }),
]);
export type SetupMessage = z.infer<typeof setupMessageSchema>;
export type ForecastState = Extract<SetupMessage, { type: 'forecast' }>['forecast'];
export type PreviewState = Extract<SetupMessage, { type: 'preview' }>['preview'];
