// Bundles the entry points: node esbuild.mjs [NAME …] [--watch] [--production] [--outdir=DIR]
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build, context } from 'esbuild';

/** Native code and what loads it by path: packages that stay beside the bundle. */
const native = ['onnxruntime-node', 'sharp'];

/** TensorFlow.js would ask for it where Node has no `fetch` of its own, which no Node of today lacks. */
const neverAskedFor = ['node-fetch'];

const node = { platform: 'node', format: 'cjs', target: 'node20' };

/** A page of a webview, in the browser of the oldest editor that the manifest allows. */
const page = { platform: 'browser', format: 'iife', target: 'chrome132', mainFields: ['browser', 'module', 'main'] };

/** The page of a panel: its script, and its style sheet with what it imports. */
const pageOf = name => ({
  ...page,
  entryPoints: ['main.ts', `${name}.css`].map(file => ({ in: `webview/${name}/${file}`, out: name })),
  outdir: 'dist/webview',
});

/** A process of its own that computes. */
const numeric = { ...node, external: [...native, ...neverAskedFor] };

/** Every bundle by name: what is particular to it. */
const bundles = {
  cli: { ...numeric, entryPoints: ['src/cli.ts'], banner: { js: '#!/usr/bin/env node' }, mode: 0o755 },
  trainer: { ...numeric, entryPoints: ['src/trainer.ts'] },
  inspector: { ...numeric, entryPoints: ['src/inspector.ts'] },
  pretrain: { ...numeric, entryPoints: ['src/pretrain.ts'] },
  schema: { ...node, entryPoints: ['src/experiments/schemaFile.ts'] },
  // In two files: the first is all that the editor waits for when it starts.
  extension: {
    ...node,
    entryPoints: ['extension', 'vscode/workbench'].map(file => ({ in: `src/${file}.ts`, out: file })),
    external: ['vscode', './vscode/workbench'],
    // Strict as a whole: said once, and not once for each file, which takes two kilobytes.
    banner: { js: '"use strict";' },
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
    // The second is loaded by `require`, which finds it without its extension and knows `vscode`.
    supported: { 'dynamic-import': false },
  },
  setup: pageOf('setup'),
  metrics: pageOf('metrics'),
  attention: pageOf('attention'),
  compare: pageOf('compare'),
  engines: pageOf('engines'),
};

/** Puts each output in its place in one go, so that nobody runs half a file. */
const writeAtomically = mode => ({
  name: 'write-atomically',
  setup(esbuild) {
    esbuild.onEnd(async ({ outputFiles = [] }) => {
      for (const { path, contents } of outputFiles) {
        const temporary = `${path}.${process.pid}.tmp`;
        await mkdir(dirname(path), { recursive: true });
        await writeFile(temporary, contents, { mode });
        await rename(temporary, path);
      }
    });
  },
});

/** zod carries its messages in fifty languages, and a bundler can't tell that none but English is used. */
const englishAlone = {
  name: 'english-alone',
  setup(esbuild) {
    esbuild.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
  },
};

/** JSON-RPC can also cancel through shared memory, which takes threads of one process; ours are processes. */
const noSharedMemory = {
  name: 'no-shared-memory',
  setup(esbuild) {
    esbuild.onLoad({ filter: /[\\/]vscode-jsonrpc[\\/]lib[\\/]common[\\/]sharedArrayCancellation\.js$/ }, () => ({
      contents: '',
    }));
  },
};

/** Sixty files ask for the editor's interface: said once, it takes a kilobyte less. */
const editorOnce = {
  name: 'editor-once',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'editor' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'editor' },
    );
    esbuild.onLoad({ filter: /^vscode$/, namespace: 'editor' }, () => ({
      contents: "module.exports = require('vscode');",
    }));
  },
};

function optionsOf({ mode = 0o644, ...bundle }, production) {
  return {
    absWorkingDir: import.meta.dirname,
    bundle: true,
    outdir: 'dist',
    // TensorFlow.js's Node entries are bundles of their own, without gradients.
    mainFields: ['module', 'main'],
    define: { 'import.meta.dirname': '__dirname' },
    sourcemap: !production,
    minify: production,
    charset: 'utf8',
    logLevel: 'info',
    write: false,
    ...bundle,
    plugins: [englishAlone, noSharedMemory, editorOnce, writeAtomically(mode)],
  };
}

const flags = process.argv.slice(2);
const elsewhere = flags.find(flag => flag.startsWith('--outdir='))?.slice('--outdir='.length);
const names = flags.filter(flag => !flag.startsWith('--'));
const chosen = Object.entries(bundles).filter(([name]) => names.length === 0 || names.includes(name));
for (const [, bundle] of chosen) {
  const options = { ...optionsOf(bundle, flags.includes('--production')), ...(elsewhere && { outdir: elsewhere }) };
  if (flags.includes('--watch')) await (await context(options)).watch();
  else await build(options);
}
