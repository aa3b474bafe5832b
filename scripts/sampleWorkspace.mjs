// @ts-check
import { access, constants, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const samples = join(import.meta.dirname, '..', 'samples');

/** Experiments to begin with. Their images unpack themselves beside them when they are first read. */
const experiments = ['digits-vpt-deep', 'digits-lora'].map(name => `${name}.tuning.json`);

/**
 * Makes a folder to work in, and keeps what is there.
 * @param {string} folder
 * @throws Error of one sentence where it can't be written to
 */
export async function makeWorkspace(folder) {
  try {
    await ensureFolder(folder);
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new Error(`${folder} can't be worked in (${error}): name another folder.`, { cause: error });
  }
}

/**
 * Puts the sample's experiments into a folder, and keeps what is there.
 * @param {string} folder
 * @throws Error of one sentence where it can't be written to
 */
export async function makeSampleWorkspace(folder) {
  await makeWorkspace(folder);
  for (const file of experiments) await copyUnlessThere(file, folder);
}

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` never returns where none can be made, as in /proc.
 * @param {string} folder
 */
async function ensureFolder(folder) {
  if (await stat(folder).catch(() => undefined)) return;
  const parent = dirname(folder);
  if (parent !== folder) await ensureFolder(parent);
  await mkdir(folder);
}

/** @param {string} file @param {string} folder */
async function copyUnlessThere(file, folder) {
  const text = `${JSON.stringify(await sampleOf(file), undefined, 2)}\n`;
  await writeFile(join(folder, file), text, { flag: 'wx' }).catch(error => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/**
 * An experiment of the sample, with its images beside it.
 * @param {string} file its name
 */
export async function sampleOf(file) {
  const experiment = JSON.parse(await readFile(join(samples, file), 'utf8'));
  return { ...experiment, data: { ...experiment.data, path: 'samples/digits' } };
}
