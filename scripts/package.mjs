// @ts-check
// Packages the extension for one platform: node scripts/package.mjs [--target PLATFORM] [--out FILE]
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { bundle, extensionBundles } from './bundling.mjs';
import { thisPlatform } from './nativePackages.mjs';
import { orSayWhy } from './sentence.mjs';
import { stage } from './staging.mjs';

const repository = join(import.meta.dirname, '..');

await orSayWhy(async () => {
  const { values } = parseArgs({ options: { target: { type: 'string' }, out: { type: 'string' } } });
  const target = values.target ?? thisPlatform();
  const { name, version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const vsix = resolve(values.out ?? join(repository, `${name}-${target}-${version}.vsix`));

  const staging = await mkdtemp(join(tmpdir(), 'visual-tuning-package-'));
  try {
    const sizes = await stage(staging, target, () => bundle([...extensionBundles, '--production']));
    await createVSIX({
      cwd: staging,
      packagePath: vsix,
      target,
      // They are in the staging folder already, each with its own files alone.
      dependencies: false,
      allowMissingRepository: true,
    });
    for (const { path, bytes } of sizes.slice(0, 8)) console.log(`${megabytes(bytes).padStart(10)}  ${path}`);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  console.log(`${relative(process.cwd(), vsix)}: ${megabytes((await stat(vsix)).size)}`);
});

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
