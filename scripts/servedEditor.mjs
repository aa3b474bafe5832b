// @ts-check
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provideEditorServer } from './editorServer.mjs';

/** Without the first-start pages, what asks for accounts, and news of ports that any program of the machine opens. */
const calmSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'extensions.autoCheckUpdates': false,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
};

/**
 * @typedef {object} ServedEditor
 * @property {number} port
 * @property {(opened: { folder: string, development?: string, tests?: string }) => string} address of a window: the
 *   folder it shows, the extension under development, the file of its tests
 * @property {() => string} said what the server has printed
 * @property {() => Promise<void>} stop
 */

/**
 * Starts VS Code's own server on this machine alone.
 * @param {object} options
 * @param {string} options.data folder of its settings and logs
 * @param {string} [options.extensions] folder of what is installed in it
 * @param {number} [options.port] a free one by default
 * @param {Record<string, unknown>} [options.settings]
 * @param {boolean} [options.trusted] whether each folder is trusted unasked
 * @param {Record<string, string>} [options.env] of the server and of what it starts
 * @returns {Promise<ServedEditor>}
 */
export async function serveEditor({
  data,
  extensions = join(data, 'extensions'),
  port = 0,
  settings,
  trusted = true,
  env,
}) {
  const { node, server } = await provideEditorServer();
  await mkdir(join(data, 'data', 'Machine'), { recursive: true });
  await writeFile(
    join(data, 'data', 'Machine', 'settings.json'),
    JSON.stringify({ ...calmSettings, ...settings }, undefined, 2),
  );
  const child = spawn(
    node,
    [
      server,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
      ...['--telemetry-level', 'off', '--server-data-dir', data, '--extensions-dir', extensions],
      // It is what makes the server read which extension is under development.
      '--enable-smoke-test-driver',
      ...(trusted ? ['--disable-workspace-trust'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  let said = '';
  const ended = new Promise(resolve => child.once('exit', resolve));
  const listening = await new Promise((resolve, reject) => {
    const hear = (/** @type {Buffer} */ chunk) => {
      said += chunk;
      const match = /Extension host agent listening on (\d+)/.exec(said);
      if (match) resolve(Number(match[1]));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`VS Code’s server ended with ${code} as it started:\n${said}`)));
  });
  return {
    port: listening,
    address: opened => addressOf(listening, opened),
    said: () => said,
    async stop() {
      child.kill();
      const killing = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(killing);
    },
  };
}

/**
 * @param {number} port
 * @param {{ folder: string, development?: string, tests?: string }} opened
 */
function addressOf(port, { folder, development, tests }) {
  const remote = (/** @type {string} */ path) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(development === undefined ? [] : [['extensionDevelopmentPath', remote(development)]]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

/**
 * Installs a package into the extensions of a server.
 * @param {{ vsix: string, data: string, extensions: string }} options
 * @returns {Promise<string>} what the server said
 */
export async function installExtension({ vsix, data, extensions }) {
  const { node, server } = await provideEditorServer();
  const child = spawn(
    node,
    [
      server,
      '--install-extension',
      vsix,
      '--server-data-dir',
      data,
      '--extensions-dir',
      extensions,
      '--accept-server-license-terms',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stdout.on('data', chunk => (said += chunk));
  child.stderr.on('data', chunk => (said += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`VS Code’s server did not install ${vsix} (${code}): ${said}`);
  return said;
}
