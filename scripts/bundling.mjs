// @ts-check
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..');

/** Pages of the panels, by the names of esbuild.mjs. */
export const pages = ['setup', 'metrics', 'attention', 'compare', 'engines'];

/** Every bundle of the extension, by the names of esbuild.mjs. */
export const extensionBundles = ['cli', 'extension', 'trainer', 'inspector', ...pages];

/**
 * Runs the bundler, which says itself what is wrong.
 * @param {string[]} options names of bundles and flags
 */
export async function bundle(options) {
  const bundler = spawn(process.execPath, ['esbuild.mjs', ...options], { cwd: repository, stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => bundler.on('exit', resolve).on('error', reject));
  if (code !== 0) throw new Error('The bundles could not be made: see above.');
}
