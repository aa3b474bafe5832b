import { parseArgs } from 'node:util';
import * as z from 'zod';
import { InputError } from '../protocol/inputError';
import { batchSize } from './pretrainBackbone';

export const usage = `Usage: npm run pretrain -- [options]
  --images N        images to train on, each seen once; 600000
  --threads N       threads: 1 to 6; 3
  --seed S          of everything random; 0
  --out DIR         where everything is written; pretrained
  --evaluate-only   no training: evaluate the weights in DIR and write their card
  --solids          draw the sample media/samples/solids instead
`;

const wholeNumber = z.string().regex(/^\d+$/).transform(Number);

const schema = z.object({
  images: wholeNumber.pipe(z.number().min(1)),
  threads: wholeNumber.pipe(z.number().min(1)).refine(threads => batchSize % threads === 0),
  seed: wholeNumber,
  out: z.string().min(1),
  evaluateOnly: z.boolean(),
  solids: z.boolean(),
});

export type Options = z.infer<typeof schema>;

/**
 * The options of a command line; null where help is asked for.
 * @throws {InputError} naming what is wrong.
 */
export function readOptions(args: readonly string[]): Options | null {
  const values = parsed(args);
  if (values.help) return null;
  const checked = schema.safeParse({ ...values, evaluateOnly: values['evaluate-only'] });
  if (checked.success) return checked.data;
  const flag = String(checked.error.issues[0].path[0]);
  throw new InputError(`--${flag} can't be what was given: see --help for what it may be.`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        images: { type: 'string', default: '600000' },
        threads: { type: 'string', default: '3' },
        seed: { type: 'string', default: '0' },
        out: { type: 'string', default: 'pretrained' },
        'evaluate-only': { type: 'boolean', default: false },
        solids: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}
