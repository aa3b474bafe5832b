// @ts-check
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PackageManager, listFiles } from '@vscode/vsce';
import { pages } from './bundling.mjs';
import { nativePackages } from './nativePackages.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { packagedManifest } from './packagedManifest.mjs';
import { packagedReadme } from './packagedReadme.mjs';

const repository = join(import.meta.dirname, '..');
const modules = join(repository, 'node_modules');

/** What the bundles of the pages are made of; those of the processes are made of the manifest's dependencies. */
const librariesOfPages = ['@vscode/webview-ui-toolkit', 'chart.js', 'lit'];

/** Without these the extension does not work. */
const needed = [
  ...['cli', 'extension', 'vscode/workbench', 'trainer', 'inspector'].map(name => `dist/${name}.js`),
  ...pages.flatMap(name => [`dist/webview/${name}.js`, `dist/webview/${name}.css`]),
  ...['media/icon.png', 'media/samples/digits.png', 'media/backbones/vit-nano.safetensors', 'LICENSE'],
];

/**
 * Fills a folder with what is packaged: what .vscodeignore lets through, and the packages with native code beside the
 * bundles that load them.
 * @param {string} folder an empty one
 * @param {string} target platform, by vsce's name
 * @param {() => Promise<void>} build makes the bundles
 * @returns {Promise<{ path: string, bytes: number }[]>} what is in the folder, the largest first
 * @throws Error of one sentence where something is missing
 */
export async function stage(folder, target, build) {
  const native = await nativePackages(target, modules);
  await build();
  const ours = await listFiles({ cwd: repository, packageManager: PackageManager.None });
  const missing = needed.filter(file => !ours.includes(file));
  if (missing.length > 0)
    throw new Error(`These files belong in the package and are not there: ${missing.join(', ')}.`);

  // vsce leaves out what is in node_modules of the folder itself; a bundle finds its packages beside it as well.
  const copies = [
    ...ours.map(path => ({ from: join(repository, path), path })),
    ...native.files.map(path => ({ from: join(modules, path), path: `dist/node_modules/${path}` })),
  ];
  for (const { from, path } of copies) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await copyFile(from, join(folder, path));
  }

  const manifest = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  await writeFile(join(folder, 'package.json'), JSON.stringify(packagedManifest(manifest), undefined, 2));
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  await writeFile(join(folder, 'README.md'), packagedReadme(readme));
  await writeFile(join(folder, '.vscodeignore'), '# All that is staged belongs in the package.');
  const bundled = Object.keys(manifest.dependencies).filter(name => !native.packages.includes(name));
  const notices = await thirdPartyNotices(repository, [...bundled, ...librariesOfPages], native.packages);
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices);

  const sizes = await Promise.all(
    copies.map(async ({ path }) => ({ path, bytes: (await stat(join(folder, path))).size })),
  );
  return sizes.sort((one, other) => other.bytes - one.bytes);
}
