import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function packagesIn(entry: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: entry.startsWith('src') ? 'node' : 'browser',
    external: ['vscode'],
    outdir: 'dist',
  });
  const modules = Object.keys(metafile.inputs).map(file => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? '');
  const left = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return [...new Set([...modules, ...left])].filter(name => name !== '');
}

test('the extension host loads neither numeric libraries nor image decoders', async () => {
  const packages = await packagesIn('src/extension.ts');
  expect(packages).toContain('zod');
  expect(packages.filter(name => /^@tensorflow|^onnxruntime|^sharp$|^@img|^chart\.js$/.test(name))).toEqual([]);
});

const pages = ['setup', 'metrics', 'attention', 'compare', 'engines'];

test.each(pages)('the page %s loads nothing of the editor, of Node or of the numeric libraries', async page => {
  const packages = await packagesIn(`webview/${page}/main.ts`);
  expect(packages).toContain('lit-html');
  expect(packages.filter(name => /^vscode$|^node:|^@tensorflow|^onnxruntime|^sharp$/.test(name))).toEqual([]);
});

test('what the extension host loads is at most 400 KiB as it is shipped', async () => {
  const outdir = await mkdtemp(join(tmpdir(), 'visual-tuning-bundles-'));
  try {
    await promisify(execFile)(process.execPath, ['esbuild.mjs', 'extension', '--production', `--outdir=${outdir}`], {
      cwd: root,
    });
    const sizes = await Promise.all(
      ['extension.js', 'vscode/workbench.js'].map(async file => (await stat(join(outdir, file))).size),
    );
    expect(Math.min(...sizes)).toBeGreaterThan(1024);
    expect(sizes[0] + sizes[1]).toBeLessThanOrEqual(400 * 1024);
  } finally {
    await rm(outdir, { recursive: true });
  }
});
