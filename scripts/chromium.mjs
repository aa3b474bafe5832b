// @ts-check
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { aptInstall } from './apt.mjs';

/** What keeps Chromium quiet, and lets it run as root in a container. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Places where installers put it, for machines that don't have it on the path. */
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} file */
const isExecutable = file =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** @returns {Promise<string | undefined>} */
async function foundChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...names.flatMap(name => folders.map(folder => join(folder, name))), ...usualPlaces];
  for (const candidate of [...candidates, chromium.executablePath()]) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

/**
 * The Chromium of this machine, installed from Debian's packages where that is possible.
 * @returns {Promise<string>} path of the program
 * @throws Error of one sentence where there is none and none can be had
 */
export async function provideChromium() {
  const found = await foundChromium();
  if (found !== undefined) return found;
  await aptInstall(
    ['chromium'],
    'Chromium, which the tests of the panels and of the workbench need, is not on this machine',
  );
  const installed = await foundChromium();
  if (installed === undefined)
    throw new Error('apt-get installed chromium, but no program of that name is on the path.');
  return installed;
}
