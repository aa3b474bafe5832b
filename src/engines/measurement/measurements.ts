import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Measurement, measurementSchema } from '../../protocol/engineReport';
import { writeJsonAtomically } from '../../storage/atomicFile';
import { ensureFolder } from '../../storage/folder';
import { dataFolder } from '../installation/dataFolder';

/** One for each machine that shares this data folder. */
const fileSchema = z.array(measurementSchema);

const file = (environment?: NodeJS.ProcessEnv) => join(dataFolder(environment), 'measurements.json');

/** The last measurement of the machine with this fingerprint; null if there is none that can be read. */
export async function rememberedMeasurement(
  fingerprint: string,
  environment?: NodeJS.ProcessEnv,
): Promise<Measurement | null> {
  return (await readAll(environment)).find(measured => measured.fingerprint === fingerprint) ?? null;
}

/** Keeps a measurement in place of the one before of its machine. */
export async function rememberMeasurement(measurement: Measurement, environment?: NodeJS.ProcessEnv): Promise<void> {
  const others = (await readAll(environment)).filter(({ fingerprint }) => fingerprint !== measurement.fingerprint);
  await ensureFolder(dataFolder(environment));
  await writeJsonAtomically(file(environment), [measurement, ...others]);
}

async function readAll(environment?: NodeJS.ProcessEnv): Promise<Measurement[]> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file(environment), 'utf8')));
  } catch {
    return [];
  }
}
