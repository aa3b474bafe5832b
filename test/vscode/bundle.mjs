// @ts-check
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/**
 * Bundles the suites for the extension host: every file of `suite` named `*.test.ts`, so that none can be forgotten.
 * @returns {Promise<string>} the file whose `run` the editor calls
 */
export async function bundleSuites() {
  const outdir = join(root, 'dist', 'test', 'vscode');
  const suites = join(import.meta.dirname, 'suite');
  const names = (await readdir(suites)).filter(name => name.endsWith('.test.ts'));
  await rm(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['index.ts', ...names].map(name => join(suites, name)),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(outdir, 'index.js');
}
