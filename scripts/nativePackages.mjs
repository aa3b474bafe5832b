// @ts-check
import { access, readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

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

/** The loaders, which are the same everywhere: what of each package is read at run time, and its licence. */
const loaders = {
  'onnxruntime-node': /^(package\.json|dist\/.*\.js)$/,
  'onnxruntime-common': /^(package\.json|dist\/cjs\/.*\.js|dist\/cjs\/package\.json)$/,
  sharp: /^(package\.json|LICENSE|dist\/.*\.cjs)$/,
  '@img/colour': /^(package\.json|LICENSE\.md|.*\.cjs)$/,
  'detect-libc': /^(package\.json|LICENSE|lib\/.*\.js)$/,
  semver: /^(package\.json|LICENSE|.*\.js)$/,
};

/** On macOS the library is there twice; the binding asks for the one with the short name. */
const binaries = /(_binding\.node|\.dll|\.so(\.\d+)*|libonnxruntime\.\d+\.dylib)$/;

/** The platform that this process runs on, by vsce's name. */
export function thisPlatform() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  const isMusl = process.platform === 'linux' && report.header?.glibcVersionRuntime === undefined;
  return `${isMusl ? 'alpine' : process.platform}-${process.arch}`;
}

/**
 * Files of the packages that hold native code, for one platform.
 * @param {string} target by vsce's name, such as linux-x64
 * @param {string} packages the node_modules folder to take them from
 * @returns {Promise<{ packages: string[], files: string[] }>} paths in that folder
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
  const bin = `onnxruntime-node/bin/napi-v6/${platform.onnxRuntime}`;
  await access(join(packages, bin, 'onnxruntime_binding.node')).catch(() => {
    throw new Error(`onnxruntime-node has no binaries for ${target} (${bin}): run "npm ci" again.`);
  });
  const ofPlatform = [image, ...Object.keys(JSON.parse(manifest).optionalDependencies ?? {})];
  const files = await Promise.all([
    ...Object.entries(loaders).map(([name, wanted]) => filesOf(packages, name, wanted)),
    ...ofPlatform.map(name => filesOf(packages, name, /(?<!\.h)$/)),
    filesOf(packages, bin, binaries),
  ]);
  return { packages: [...Object.keys(loaders), ...ofPlatform], files: files.flat() };
}

/**
 * @param {string} packages
 * @param {string} folder in it
 * @param {RegExp} wanted of paths in the folder, with slashes
 */
async function filesOf(packages, folder, wanted) {
  const entries = await readdir(join(packages, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(join(packages, folder), join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter(path => wanted.test(path))
    .map(path => `${folder}/${path}`);
}

/** @param {string} target */
function installFlags(target) {
  const [system, processor] = target.split('-');
  return `--os=${system} --cpu=${processor}`;
}
