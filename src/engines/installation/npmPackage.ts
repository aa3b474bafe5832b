import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { InputError } from '../../protocol/inputError';
import { type Installing, reasonOf } from './installing';
import type { PublishedPackage } from './recipe';
import { requestSoon } from './request';
import { runTool } from './runTool';
import { readTar } from './tarArchive';

const usualRegistry = 'https://registry.npmjs.org';

/**
 * The files of a package that lie under one of its folders, by their paths in it: as installed, else from the registry
 * that npm is configured with, checked against the integrity that was published.
 * @throws {InputError} if the registry is out of reach or gives something else
 */
export async function packageFiles(
  wanted: PublishedPackage,
  folder: string,
  installing: Installing,
): Promise<ReadonlyMap<string, Buffer>> {
  const files = (await installedFiles(wanted, folder)) ?? (await filesOf(await tarball(wanted, installing)));
  return new Map([...files].filter(([path]) => path.startsWith(`${folder}/`)));
}

async function installedFiles(
  { name, version }: PublishedPackage,
  folder: string,
): Promise<Map<string, Buffer> | undefined> {
  try {
    const manifest = createRequire(__filename).resolve(`${name}/package.json`);
    if (JSON.parse(await readFile(manifest, 'utf8')).version !== version) return undefined;
    const names = await readdir(join(dirname(manifest), folder));
    const read = names.map(
      async file => [`${folder}/${file}`, await readFile(join(dirname(manifest), folder, file))] as const,
    );
    return new Map(await Promise.all(read));
  } catch {
    return undefined;
  }
}

async function tarball({ name, version, integrity }: PublishedPackage, installing: Installing): Promise<Uint8Array> {
  const registry = await registryOf(installing);
  const file = `${name.replace(/^@[^/]*\//, '')}-${version}.tgz`;
  const address = `${registry.replace(/\/+$/, '')}/${name}/-/${file}`;
  try {
    const response = await requestSoon(address, installing.signal);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const digest = createHash('sha512').update(bytes).digest('base64');
    if (digest !== integrity) throw new InputError('what came is not what was published');
    return bytes;
  } catch (error) {
    installing.signal.throwIfAborted();
    throw new InputError(
      `${name} ${version} can't be fetched from the npm registry ${registry} (${reasonOf(error)}): ` +
        `check npm's setting "registry", or run "npm install --ignore-scripts ${name}@${version}" beside Visual Tuning.`,
    );
  }
}

/** The files of a package's archive, without its first folder, which holds them all. */
async function filesOf(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for await (const { path, target, contents } of readTar(Readable.from([bytes]))) {
    if (target !== null) continue;
    const parts: Buffer[] = [];
    for await (const part of contents) parts.push(part);
    files.set(path.replace(/^[^/]*\//, ''), Buffer.concat(parts));
  }
  return files;
}

/** npm says it, with its settings of every level; without npm, the environment or its usual one. */
async function registryOf({ environment, signal }: Installing): Promise<string> {
  const named = environment.npm_config_registry;
  if (named) return named;
  const said = await runTool('npm', ['config', 'get', 'registry'], { signal, environment }).catch(() => '');
  signal.throwIfAborted();
  return URL.canParse(said.trim()) ? said.trim() : usualRegistry;
}
