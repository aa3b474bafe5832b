import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

async function packagesIn(entry: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
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
