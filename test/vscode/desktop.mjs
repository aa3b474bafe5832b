// @ts-check
// Runs the same suites in VS Code for the desktop: node test/vscode/desktop.mjs [WORDS OF A TEST'S NAME]
// Uses the one that is installed, or downloads one. Without a screen: xvfb-run -a node test/vscode/desktop.mjs
import { access, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { orSayWhy } from '../../scripts/sentence.mjs';
import { bundleSuites } from './bundle.mjs';
import { temporaryWorkspace } from './temporaryWorkspace.mjs';

const root = join(import.meta.dirname, '..', '..');
const [words] = process.argv.slice(2);

/** Where the program is, as seen from the folder of the command `code`. */
const fromCommand = {
  linux: ['..', 'code'],
  darwin: ['..', '..', '..', 'MacOS', 'Electron'],
  win32: ['..', 'Code.exe'],
};

await orSayWhy(async () => {
  const vscodeExecutablePath = (await installedEditor()) ?? (await downloadedEditor());
  const extensionTestsPath = await bundleSuites();
  const workspace = await temporaryWorkspace();
  const profile = ['--user-data-dir', workspace.data, '--extensions-dir', join(workspace.data, 'extensions')];
  try {
    process.exitCode = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath,
      launchArgs: [workspace.folder, '--disable-workspace-trust', '--disable-extensions', '--no-sandbox', ...profile],
      extensionTestsEnv: words === undefined ? {} : { VISUAL_TUNING_TEST_GREP: words },
    });
  } finally {
    await workspace.remove();
  }
});

/** @returns {Promise<string | undefined>} the program whose command `code` is on the path */
async function installedEditor() {
  const place = Object.entries(fromCommand).find(([platform]) => platform === process.platform)?.[1];
  if (!place) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const command = await realpath(join(folder, name)).catch(() => undefined);
    const program = command && join(command, '..', ...place);
    if (program && (await isThere(program))) return program;
  }
  return undefined;
}

/** @param {string} path */
const isThere = path =>
  access(path).then(
    () => true,
    () => false,
  );

async function downloadedEditor() {
  try {
    return await downloadAndUnzipVSCode();
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(
      `The suites were not run: VS Code for the desktop is not installed (no "code" on the path), and it can't be downloaded from update.code.visualstudio.com (${reason}).`,
      { cause: error },
    );
  }
}
