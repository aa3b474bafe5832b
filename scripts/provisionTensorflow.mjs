// @ts-check
// Installs TensorFlow for the tests, as a person would, unless it is there: node scripts/provisionTensorflow.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { aptInstall } from './apt.mjs';

const root = join(import.meta.dirname, '..');

/** @param {string[]} words of Node, whose exit status becomes this script's if it fails */
async function run(words) {
  const [status] = await once(spawn(process.execPath, words, { cwd: root, stdio: 'inherit' }), 'close');
  if (status !== 0) process.exit(status ?? 1);
}

/** @param {string} program */
async function isThere(program) {
  const child = spawn(program, ['--version'], { stdio: 'ignore' });
  return new Promise(resolve => child.on('error', () => resolve(false)).on('close', status => resolve(status === 0)));
}

/** What the installation needs of the system, and the package of Debian that brings it. */
const needed = { 'g++': 'g++', pip3: 'python3-pip' };

for (const [program, debian] of Object.entries(needed)) {
  if (await isThere(program)) continue;
  // The installation knows other ways, and says what is missing where none of them is open.
  await aptInstall([debian], `There is no ${program}`).catch(error => console.error(error.message));
}
await run(['esbuild.mjs', 'cli']);
// Of two sources always the same, so that everybody tests the same TensorFlow.
await run(['dist/cli.js', 'engines', 'install', 'tensorflow', '--source', 'wheel']);
await run(['dist/cli.js', 'engines', 'probe', 'tensorflow']);
