// @ts-check
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * @typedef {{ name: string, version: string, license?: string, homepage?: string,
 *   dependencies?: Record<string, string>, repository?: { url?: string } }} Manifest
 */

/**
 * Licences of the packages that others wrote and that a package of ours carries, with their texts.
 * @param {string} folder whose node_modules they are in
 * @param {string[]} bundled packages that are bundled together with all that they depend on
 * @param {string[]} carried packages that are carried alone
 * @returns {Promise<string>}
 */
export async function thirdPartyNotices(folder, bundled, carried) {
  /** @type {Map<string, string>} */
  const folders = new Map();
  /** @type {(name: string, from: string, withDependencies: boolean) => Promise<void>} */
  const visit = async (name, from, withDependencies) => {
    const found = await folderOf(name, from);
    if (found === undefined || folders.has(found)) return;
    folders.set(found, name);
    if (!withDependencies) return;
    const { dependencies = {} } = await manifestOf(found);
    for (const dependency of Object.keys(dependencies)) await visit(dependency, found, true);
  };
  for (const name of carried) await visit(name, folder, false);
  for (const name of bundled) await visit(name, folder, true);

  const named = [...folders].sort(([, one], [, other]) => one.localeCompare(other));
  const notices = await Promise.all(named.map(([place]) => notice(place)));
  return ['Visual Tuning carries code of these packages.', ...notices].join(`\n\n${'-'.repeat(100)}\n\n`);
}

/** @param {string} name @param {string} from */
async function folderOf(name, from) {
  for (const modules of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
    const folder = join(modules, name);
    const isThere = await manifestOf(folder).then(
      () => true,
      () => false,
    );
    if (isThere) return folder;
  }
  return undefined;
}

/** @param {string} folder @returns {Promise<Manifest>} */
const manifestOf = async folder => JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));

/** @param {string} folder */
async function notice(folder) {
  const { name, version, license, homepage, repository } = await manifestOf(folder);
  const files = await readdir(folder);
  // The libraries in sharp's binaries are listed with their licences in the readme of their package.
  const wanted = name.includes('libvips') ? /^readme/i : /^(licen[cs]e|notice|copying)/i;
  const texts = await Promise.all(
    files.filter(file => wanted.test(file)).map(file => readFile(join(folder, file), 'utf8')),
  );
  const source = homepage ?? repository?.url ?? '';
  const fallback = 'Its package carries no text of the licence.';
  return [`${name} ${version} (${license ?? 'see below'}) ${source}`, ...(texts.length ? texts : [fallback])].join(
    '\n\n',
  );
}
