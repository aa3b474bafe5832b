// @ts-check
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const samples = join(import.meta.dirname, '..', 'samples');

/** Experiments to begin with. Their images unpack themselves beside them when they are first read. */
const experiments = ['digits-vpt-deep', 'digits-lora'].map(name => `${name}.tuning.json`);

/**
 * Puts the sample's experiments into a folder, and keeps what is there.
 * @param {string} folder
 * @throws Error of one sentence where it can't be written to
 */
export async function makeSampleWorkspace(folder) {
  try {
    await mkdir(folder, { recursive: true });
    for (const file of experiments) await copyUnlessThere(file, folder);
  } catch (error) {
    throw new Error(`The sample can't be put into ${folder} (${error}): name another folder.`, { cause: error });
  }
}

/** @param {string} file @param {string} folder */
async function copyUnlessThere(file, folder) {
  const experiment = JSON.parse(await readFile(join(samples, file), 'utf8'));
  const sample = { ...experiment, data: { ...experiment.data, path: 'samples/digits' } };
  await writeFile(join(folder, file), `${JSON.stringify(sample, undefined, 2)}\n`, { flag: 'wx' }).catch(error => {
    if (error.code !== 'EEXIST') throw error;
  });
}
