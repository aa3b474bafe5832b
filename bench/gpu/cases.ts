import { WrongUse } from './wrongUse';

/** A training step that everybody computes. */
export interface Case {
  readonly backbone: string;
  readonly method: Method;
  readonly batch: number;
}

/** The methods that bench/torchStep.py has too, with settings that leave nothing to a default. */
const settings = {
  // Without dropout: its random numbers are drawn in ways that can't be compared.
  'vpt-deep': ['prompts=10', 'dropout=0'],
  lora: ['rank=8', 'alpha=8', 'targets=q,v', 'dropout=0'],
  full: [],
  linear: [],
} as const;
export type Method = keyof typeof settings;

const isMethod = (name: string): name is Method => Object.hasOwn(settings, name);

/** As `bench` of the command line has them. */
export const classes = 10;

/** @param text `ARCHITECTURE:METHOD[:BATCH]` @throws {WrongUse} in a sentence */
export function readCase(text: string, usualBatch: number): Case {
  const [backbone, method, batchText, ...rest] = text.split(':');
  const batch = batchText === undefined ? usualBatch : Number(batchText);
  if (!/^vit-(tiny|small|base|large)-patch\d+-\d+$/.test(backbone) || rest.length > 0) {
    throw new WrongUse(`--cases: ${text} is not ARCHITECTURE:METHOD[:BATCH] such as vit-base-patch16-224:lora:64.`);
  }
  if (method === undefined || !isMethod(method)) {
    throw new WrongUse(`--cases: ${text} has no method of ${Object.keys(settings).join(', ')}.`);
  }
  if (!Number.isInteger(batch) || batch < 1) throw new WrongUse(`--cases: the batch of ${text} is no whole number.`);
  return { backbone, method, batch };
}

/** What both programs, the command line and bench/torchStep.py, are told of a case. */
export const caseWords = ({ backbone, method }: Case): string[] => [
  ...['--backbone', backbone, '--method', method],
  ...settings[method].flatMap(setting => ['--set', setting]),
];

/** For a person: the heading of a case's rows. */
export const caseTitle = ({ backbone, method, batch }: Case): string => `${backbone}, ${method}, batch ${batch}`;
