import { basename } from 'node:path';
import { type ParseError, parse } from 'jsonc-parser';
import * as z from 'zod';
import { instanceNames } from '../../methods/instances';
import { readExperiment } from '../experiments/readExperiment';
import type { ExperimentFile } from './explorerModel';

const named = z.object({ name: z.string().min(1) });

/** The name that a file gives itself, as far as it can be read. */
function nameIn(text: string): string | undefined {
  const errors: ParseError[] = [];
  return named.safeParse(parse(text, errors)).data?.name;
}

/** What the explorer shows of an experiment file. @param root path of its workspace folder */
export function experimentFile(path: string, root: string, bytes: Uint8Array): ExperimentFile {
  const text = new TextDecoder().decode(bytes);
  const name = nameIn(text) ?? basename(path, '.tuning.json');
  const reading = readExperiment(text);
  if (reading.kind === 'problem') return { path, root, name, method: '', problem: reading.sentence };
  return { path, root, name, method: instanceNames(reading.selections).join('+'), problem: null };
}
