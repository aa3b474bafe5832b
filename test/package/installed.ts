import { execFile } from 'node:child_process';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { installExtension } from '../../scripts/servedEditor.mjs';
import { root } from '../workbench/openWorkbench';

const run = promisify(execFile);

/** A package of the extension, installed into a folder of extensions. */
export interface Installed {
  /** What holds all of it, to be removed in the end. */
  readonly home: string;
  /** The folder of extensions. */
  readonly extensions: string;
  /** The extension's own folder in it. */
  readonly folder: string;
}

/** Packages the extension. @throws {Error} with what the script said, where it fails */
export function packaged(...options: string[]): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, [join(root, 'scripts', 'package.mjs'), ...options], { cwd: root, maxBuffer: 1e8 });
}

/** Packages the extension for this platform, and installs the package into VS Code's server. */
export async function installed(): Promise<Installed> {
  const home = await mkdtemp(join(tmpdir(), 'visual-tuning-installed-'));
  const vsix = join(home, 'visual-tuning.vsix');
  const extensions = join(home, 'extensions');
  await packaged('--out', vsix);
  const said = await installExtension({ vsix, data: join(home, 'data'), extensions });
  const names = (await readdir(extensions)).filter(name => name.startsWith('visual-tuning.'));
  if (names.length !== 1) throw new Error(`One extension was to be installed, not [${names.join(', ')}]: ${said}`);
  return { home, extensions, folder: join(extensions, names[0]) };
}

/** Paths of the files in a folder, with slashes. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}
