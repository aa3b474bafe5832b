// @ts-check
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What one platform of VS Code needs of the packages that hold native code.
 * @typedef {{ onnxRuntime: string, sharp: string }} NativeParts folder of ONNX Runtime's binaries; platform name of sharp
 */

/** Platforms for which both packages carry binaries, by vsce's names. @type {Record<string, NativeParts>} */
const platforms = {
  'darwin-arm64': { onnxRuntime: 'darwin/arm64', sharp: 'darwin-arm64' },
  'linux-arm64': { onnxRuntime: 'linux/arm64', sharp: 'linux-arm64' },
  'linux-x64': { onnxRuntime: 'linux/x64', sharp: 'linux-x64' },
  'win32-arm64': { onnxRuntime: 'win32/arm64', sharp: 'win32-arm64' },
  'win32-x64': { onnxRuntime: 'win32/x64', sharp: 'win32-x64' },
};

/** The loaders, which are the same everywhere: packages and what of them is loaded at run time. */
const loaders = {
  'onnxruntime-node': ['package.json', 'dist/*.js'],
  'onnxruntime-common': ['package.json', 'dist/cjs/**/*.js'],
  sharp: ['package.json', 'LICENSE', 'dist/*.cjs'],
  '@img/colour': ['package.json', 'LICENSE.md', '*.cjs'],
  'detect-libc': ['package.json', 'LICENSE', 'lib/*.js'],
  semver: ['package.json', 'LICENSE', '*.js', '{classes,functions,internal,ranges}/*.js'],
};

/** The platform that this process runs on, by vsce's name. */
export function thisPlatform() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  const isMusl = process.platform === 'linux' && report.header?.glibcVersionRuntime === undefined;
  return `${isMusl ? 'alpine' : process.platform}-${process.arch}`;
}

/**
 * Files of native packages for one platform, as patterns by package.
 * @param {string} target by vsce's name, such as linux-x64
 * @param {string} packages the node_modules folder to take them from
 * @returns {Promise<Record<string, string[]>>}
 * @throws Error of one sentence where a binary is not there
 */
export async function nativePackages(target, packages) {
  const platform = platforms[target];
  if (!platform) {
    const known = Object.keys(platforms).join(', ');
    throw new Error(`There are no native binaries for the platform "${target}": choose one of ${known}.`);
  }
  const image = `@img/sharp-${platform.sharp}`;
  const manifest = await readFile(join(packages, image, 'package.json'), 'utf8').catch(() => undefined);
  if (manifest === undefined) {
    throw new Error(
      `sharp's binaries for ${target} are not installed (${image}): package on that platform, ` +
        `or fetch them first with "npm ci ${installFlags(target)}".`,
    );
  }
  const bin = `bin/napi-v6/${platform.onnxRuntime}`;
  await access(join(packages, 'onnxruntime-node', bin, 'onnxruntime_binding.node')).catch(() => {
    throw new Error(`onnxruntime-node has no binaries for ${target} (${bin}): run "npm ci" again.`);
  });
  const libraries = Object.keys(JSON.parse(manifest).optionalDependencies ?? {});
  return {
    ...loaders,
    // On macOS the library is there twice; the binding asks for the one with the short name.
    'onnxruntime-node': [...loaders['onnxruntime-node'], `${bin}/!(libonnxruntime.*.*.*.dylib)`],
    ...Object.fromEntries([image, ...libraries].map(name => [name, ['**/!(*.h)']])),
  };
}

/** @param {string} target */
function installFlags(target) {
  const [system, processor] = target.split('-');
  return `--os=${system} --cpu=${processor}`;
}
