import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/**
 * Bundles scripts of this folder for Node, each on its own, and removes them when the process ends.
 * @param {string[]} scripts such as `bench/measureStep.ts`
 * @returns {Promise<string[]>} their paths
 */
export async function bundled(...scripts) {
  // Inside the project, so that its packages are found.
  const folder = await mkdtemp(join(root, 'node_modules', '.bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    absWorkingDir: root,
    entryPoints: scripts,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['onnxruntime-node', 'sharp', 'node-fetch', 'prettier'],
    outdir: folder,
    entryNames: '[name]',
    logLevel: 'error',
  });
  return scripts.map(script => join(folder, basename(script).replace(/\.ts$/, '.js')));
}
