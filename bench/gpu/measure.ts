import { join } from 'node:path';
import * as z from 'zod';
import { type Case, caseWords, classes } from './cases';
import { type ChildOptions, Failed, isOutOfMemory, runChild } from './child';
import type { Implementation } from './implementations';
import type { Options } from './options';
import type { Problem, Timing } from './outcome';

const timedSchema = z.object({
  millisecondsPerStep: z.number().positive(),
  imagesPerSecond: z.number().positive(),
  milliseconds: z.array(z.number()).nullish(),
  microBatch: z.number().nullish(),
  peakMemoryBytes: z.number().nullable(),
});
const lossesSchema = z.object({ losses: z.array(z.number()) });
const parametersSchema = z.object({ trainable: z.number(), head: z.number() });

/** How often the steps from the same weights are taken, and on how many images. */
const sameSteps = 3;
const sameBatch = 4;

/** What every measurement of a sitting needs to know. */
export interface Sitting {
  readonly root: string;
  readonly options: Options;
  /** The bundled bench/gpu/sameStep.ts. */
  readonly sameStep: string;
  /** PyTorch's name of the device. */
  readonly torchDevice: string;
  readonly child: ChildOptions;
}

const commandLine = (root: string) => [process.execPath, join(root, 'dist', 'cli.js')] as const;

/** Trainable parameters of a case, head included, by our own ledger; null where it fails. */
export async function countParameters(of: Case, { root, child }: Sitting): Promise<number | null> {
  const [node, cli] = commandLine(root);
  const words = [cli, 'params', ...caseWords(of), '--classes', String(classes), '--json'];
  const said = await asProblem(async () =>
    parametersSchema.parse((await runChild(node, words, { ...child, card: null })).document),
  );
  return 'problem' in said ? null : said.trainable + said.head;
}

/**
 * Times steps in a process of their own. On a card the whole batch is computed at once, as PyTorch does; an engine of ours
 * that has not the memory for that has another try with as many images at once as a run would choose.
 */
export async function takeTurn(
  of: Case,
  implementation: Implementation,
  parameters: number | null,
  sitting: Sitting,
): Promise<Timing | Problem> {
  const isOursOnCard = implementation.engine !== null && sitting.options.device === 'gpu';
  const whole = isOursOnCard ? ['--micro-batch', String(of.batch)] : [];
  const turn = await timeSteps(of, implementation, parameters, sitting, whole);
  if (!isOursOnCard || !('problem' in turn) || !isOutOfMemory(turn.problem)) return turn;
  const split = await timeSteps(of, implementation, parameters, sitting, []);
  return 'problem' in split ? split : { ...split, splitFor: turn.problem };
}

async function timeSteps(
  of: Case,
  implementation: Implementation,
  parameters: number | null,
  sitting: Sitting,
  more: readonly string[],
): Promise<Timing | Problem> {
  const { options, child } = sitting;
  const [command, ...words] =
    implementation.engine === null
      ? torchCommand(of, implementation, parameters, sitting)
      : [
          ...[...commandLine(sitting.root), 'bench', ...caseWords(of), '--batch', String(of.batch)],
          ...['--steps', String(options.steps), '--engine', implementation.engine],
          ...['--precision', implementation.precision, ...threadWords(options), ...more, '--json'],
        ];
  return asProblem(async () => {
    const { document, deviceMemory } = await runChild(command, words, child);
    const timed = timedSchema.parse(document);
    const isTorchOnCard = implementation.engine === null && options.device === 'gpu';
    return {
      millisecondsPerStep: timed.millisecondsPerStep,
      imagesPerSecond: timed.imagesPerSecond,
      milliseconds: timed.milliseconds ?? null,
      microBatch: timed.microBatch ?? null,
      splitFor: null,
      processBytes: isTorchOnCard ? null : timed.peakMemoryBytes,
      deviceMemory,
      tensorBytes: isTorchOnCard ? timed.peakMemoryBytes : null,
      document,
    };
  });
}

const threadWords = ({ threads }: Options) => (threads === null ? [] : ['--threads', String(threads)]);

function torchCommand(
  of: Case,
  { precision, compiled }: Implementation,
  parameters: number | null,
  { root, options, torchDevice }: Sitting,
): string[] {
  return [
    ...[options.python, join(root, 'bench', 'torchStep.py'), ...caseWords(of)],
    ...['--classes', String(classes), '--batch', String(of.batch), '--steps', String(options.steps)],
    ...['--device', torchDevice, '--precision', precision, ...(compiled ? ['--compile'] : [])],
    ...[...(parameters === null ? [] : ['--expect-trainable', String(parameters)]), ...threadWords(options)],
  ];
}

/** Writes the weights and images that all implementations of a case start from. @returns what went wrong, or null */
export async function writeSameWeights(
  of: Case,
  folder: string,
  { sameStep, child }: Sitting,
): Promise<Problem | null> {
  const words = [sameStep, 'write', folder, of.backbone, of.method, String(sameBatch)];
  const said = await asProblem(() => runChild(process.execPath, words, { ...child, card: null }));
  return 'problem' in said ? said : null;
}

/** The losses of the first steps from those weights. */
export async function sameLosses(
  of: Case,
  implementation: Implementation,
  parameters: number | null,
  folder: string,
  sitting: Sitting,
): Promise<readonly number[] | Problem> {
  const { engine, precision } = implementation;
  const steps = String(sameSteps);
  const [command, ...words] =
    engine === null
      ? [
          ...torchCommand({ ...of, batch: sameBatch }, implementation, parameters, sitting),
          ...['--weights', folder, '--steps', steps, '--warm-up', '0'],
        ]
      : [
          ...[process.execPath, sitting.sameStep, 'losses', engine, precision],
          ...[of.backbone, of.method, String(sameBatch), steps],
        ];
  return asProblem(
    async () => lossesSchema.parse((await runChild(command, words, { ...sitting.child, card: null })).document).losses,
  );
}

async function asProblem<T extends object>(work: () => Promise<T>): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failed) return { problem: error.message };
    if (error instanceof z.ZodError) return { problem: `What it printed is not understood: ${z.prettifyError(error)}` };
    throw error;
  }
}
