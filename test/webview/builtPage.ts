import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A page as the extension loads it. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = new Map<string, Promise<PageBundle>>();

/** Builds a page as `npm run build` does, once in each test process. @throws Error if it can't be built */
export function builtPage(name: string): Promise<PageBundle> {
  const known = pages.get(name) ?? build(name);
  pages.set(name, known);
  return known;
}

async function build(name: string): Promise<PageBundle> {
  await promisify(execFile)(process.execPath, ['esbuild.mjs', name], { cwd: root });
  const file = (extension: string) => readFile(`${root}/dist/webview/${name}.${extension}`, 'utf8');
  return { script: await file('js'), style: await file('css') };
}
