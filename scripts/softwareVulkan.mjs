// @ts-check
import { access, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { provideChromium } from './chromium.mjs';

/** Chromium's own loader of Vulkan, and SwiftShader, a device in software. */
const loader = 'libvulkan.so.1';
const device = 'vk_swiftshader_icd.json';

/** Debian's program is a script in another folder than what it starts. */
const usualFolders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

/** @param {string} file */
const isThere = file =>
  access(file).then(
    () => true,
    () => false,
  );

/** @returns {Promise<string | undefined>} */
async function foundFolder() {
  const program = await provideChromium();
  for (const folder of [dirname(await realpath(program)), ...usualFolders]) {
    if ((await isThere(join(folder, loader))) && (await isThere(join(folder, device)))) return folder;
  }
  return undefined;
}

/**
 * A Vulkan device that every machine has: SwiftShader, which comes with Chromium.
 * @returns {Promise<{ VK_ICD_FILENAMES: string, LD_LIBRARY_PATH: string }>} what a process must be started with to see it
 * @throws Error of one sentence where it can't be had
 */
export async function provideSoftwareVulkan() {
  const folder = await foundFolder();
  if (folder === undefined) {
    throw new Error(
      `There is no Vulkan device in software, which the tests of WebGPU need: no Chromium of this machine has ${loader} and ${device} beside it; install Debian's package chromium.`,
    );
  }
  const libraries = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { VK_ICD_FILENAMES: join(folder, device), LD_LIBRARY_PATH: libraries };
}
