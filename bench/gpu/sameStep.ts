import { join } from 'node:path';
import { writeSafetensors } from '../../src/backbones/checkpoint/safetensorsWriter';
import type { Engine } from '../../src/engines/engine';
import { createEngine } from '../../src/engines/engines';
import { requirePrecision } from '../../src/engines/requirePrecision';
import { engineIds } from '../../src/protocol/engineReport';
import { type Precision, precisionSchema } from '../../src/protocol/precision';
import { replayedStep } from '../replayedStep';
import { stepTask } from '../stepTask';

/** What PyTorch starts from too: our names and layouts. */
async function write(folder: string, backbone: string, method: string, batch: number): Promise<object> {
  const { network, tensors, batch: made } = stepTask(backbone, method, batch);
  const shapes = new Map([...network.backbone, ...network.trainables].map(({ name, shape }) => [name, shape]));
  await writeSafetensors(
    join(folder, 'weights.safetensors'),
    [...tensors].map(([name, data]) => ({ name, shape: shapes.get(name) ?? [data.length], data })),
  );
  const shape = [made.images.length];
  await writeSafetensors(join(folder, 'images.safetensors'), [{ name: 'images', shape, data: made.images }]);
  return { written: tensors.size };
}

const engineOf = (named: string, precision: Precision): Promise<Engine> => {
  const id = engineIds.find(known => known === named);
  if (id === undefined) throw new Error(`There is no engine ${named}.`);
  return createEngine(id, { precision });
};

async function losses(
  named: string,
  precision: Precision,
  [backbone, method, batch, steps]: readonly string[],
): Promise<object> {
  const engine = await engineOf(named, precision);
  requirePrecision(engine, precision, 'The precision');
  const step = await replayedStep(stepTask(backbone, method, Number(batch)), engine, precision);
  const found: number[] = [];
  for (let i = 0; i < Number(steps); i++) found.push(await step.take());
  return { losses: found };
}

/** Asked for TF32, because a library that was loaded for another precision has none. */
const precisionsOf = async (named: string) => ({ precisions: (await engineOf(named, 'tf32')).precisions });

function answer([what, first, second, ...rest]: readonly string[]): Promise<object> {
  switch (what) {
    case 'write':
      return write(first, second, rest[0], Number(rest[1]));
    case 'losses':
      return losses(first, precisionSchema.parse(second), rest);
    case 'precisions':
      return precisionsOf(first);
    default:
      throw new Error(`What is ${what}?`);
  }
}

async function main(): Promise<void> {
  process.stdout.write(`${JSON.stringify(await answer(process.argv.slice(2)))}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
