// @ts-check
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const repository = join(import.meta.dirname, '..');

// On Windows `code` is a batch file, which only a shell runs.
const shell = process.platform === 'win32';
/** @param {string[]} args */
const code = args => promisify(execFile)('code', shell ? args.map(arg => `"${arg}"`) : args, { shell });

/**
 * Why VS Code's desktop program can't be used here.
 * @returns {Promise<string | undefined>} a sentence; undefined where it can be used
 */
export async function whyNotDesktop() {
  const { env, platform } = process;
  if (env.VSCODE_IPC_HOOK_CLI) return 'This terminal is of a remote window, whose "code" opens no window of its own.';
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no display to open a window on.';
  if (platform === 'linux' && process.getuid?.() === 0) return 'VS Code opens no window for root.';
  const answer = await code(['--version']).catch(() => undefined);
  // Version, commit and processor: other programs of that name say something else.
  const version = /^(\d+)\.(\d+)\.\d\S*\r?\n[0-9a-f]{40}\s/.exec(answer?.stdout ?? '');
  if (!version) return 'There is no VS Code with the command "code".';
  const { engines } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const wanted = /(\d+)\.(\d+)/.exec(engines.vscode) ?? [];
  const isOld = Number(version[1]) === Number(wanted[1]) && Number(version[2]) < Number(wanted[2]);
  return isOld ? `VS Code ${version[1]}.${version[2]} is older than ${engines.vscode}, which is needed.` : undefined;
}

/**
 * Opens a window of VS Code with the extension as it is built here.
 * @param {string} folder that the window shows
 */
export async function openDesktop(folder) {
  await code(['--new-window', `--extensionDevelopmentPath=${repository}`, folder]);
}
