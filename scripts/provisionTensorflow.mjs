// @ts-check
// Installs TensorFlow for the tests, as a person would, unless it is there: node scripts/provisionTensorflow.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** @param {string[]} words of Node, whose exit status becomes this script's if it fails */
async function run(words) {
  const [status] = await once(spawn(process.execPath, words, { cwd: root, stdio: 'inherit' }), 'close');
  if (status !== 0) process.exit(status ?? 1);
}

await run(['esbuild.mjs', 'cli']);
await run(['dist/cli.js', 'engines', 'install', 'tensorflow']);
await run(['dist/cli.js', 'engines', 'probe', 'tensorflow']);
