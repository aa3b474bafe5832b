import { access, copyFile, rename, rm } from 'node:fs/promises';
import { constants, existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../protocol/inputError';
import { cudaProviderFiles, findCudaProvider } from '../onnxruntime/diagnose';
import { explainProvider } from '../onnxruntime/explain';
import { childProbe } from '../probing/childProbe';
import { onnxRuntimeFolder } from '../probing/library';
import type { Program } from '../probing/program';
import { downloadsFolder, enginesFolder } from './dataFolder';
import { downloadFile } from './downloadFile';
import { requireSpace } from './freeSpace';
import { type Installing, reasonOf, tell } from './installing';
import { supportedPlatform } from './recipe';
import { requestSoon } from './request';
import { withWorkFolder } from './unfinished';
import { unpackAll } from './unpackWheel';
import { readZip } from './zipArchive';

/** The package of NuGet that holds it, as onnxruntime-node's own installation has it. */
const packageName = 'microsoft.ml.onnxruntime.gpu.linux';
const registrations = 'https://api.nuget.org/v3/registration5-semver1';
const packages = 'https://api.nuget.org/v3-flatcontainer';
const needs = 2e9;

const registrationSchema = z.object({ catalogEntry: z.string() });
const catalogSchema = z.object({
  packageHash: z.string(),
  packageHashAlgorithm: z.literal('SHA512'),
  packageSize: z.int(),
});

/**
 * Puts ONNX Runtime's CUDA provider beside ONNX Runtime, in the version that is installed.
 * @param program checks in a process of its own whether it computes
 * @returns what was done, and what is missing still, as sentences
 * @throws {InputError} why it can't be done, and what to do
 */
export async function installCudaProvider(
  from: string | undefined,
  program: Program,
  installing: Installing,
): Promise<string> {
  if (`${process.platform}-${process.arch}` !== supportedPlatform) {
    throw new InputError(
      `ONNX Runtime has a CUDA provider for Node.js on ${supportedPlatform} alone, not on ` +
        `${process.platform}-${process.arch}: "visual-tuning engines" lists what computes there.`,
    );
  }
  const folder = onnxRuntimeFolder();
  if (folder === null) throw new InputError('onnxruntime-node is not installed: install Visual Tuning again.');
  if (findCudaProvider(folder) !== null) {
    return `ONNX Runtime's CUDA provider is there already: ${folder}.`;
  }
  await access(folder, constants.W_OK).catch(() => {
    throw new InputError(`${folder} can't be written to: run the command as who installed Visual Tuning.`);
  });
  const parent = enginesFolder(installing.environment);
  await requireSpace(parent, needs);
  return withWorkFolder(parent, async work => {
    const archive = from === undefined ? await download(versionBeside(folder), installing) : resolve(from);
    const entries = await readZip(archive);
    const files = cudaProviderFiles.map(file => {
      const entry = entries.get(`runtimes/linux-x64/native/${file}`);
      if (!entry) throw new InputError(`${archive} has no ${file}: take ${packageName} from nuget.org.`);
      return [entry, join(work, file)] as const;
    });
    await unpackAll(archive, files, "ONNX Runtime's CUDA provider", installing);
    for (const [, path] of files) await place(path, join(folder, basename(path)));
    if (from === undefined) await rm(archive, { force: true });
    const installed = `ONNX Runtime's CUDA provider is installed in ${folder}`;
    tell(installing, 'Checking that it computes');
    return childProbe('onnxruntime-cuda', program, installing.environment).then(
      ({ adapter }) => `${installed} and computes${adapter === null ? '' : ` on ${adapter}`}.`,
      (error: unknown) => `${installed}. ${explainProvider('cuda', reasonOf(error))}`,
    );
  });
}

async function download(version: string, installing: Installing): Promise<string> {
  const file = `${packageName}.${version}.nupkg`;
  try {
    tell(installing, 'Asking api.nuget.org for the CUDA provider');
    const ask = async (address: string) => (await requestSoon(address, installing.signal)).json();
    const { catalogEntry } = registrationSchema.parse(await ask(`${registrations}/${packageName}/${version}.json`));
    const { packageHash, packageSize } = catalogSchema.parse(await ask(catalogEntry));
    const destination = join(downloadsFolder(installing.environment), file);
    const url = `${packages}/${packageName}/${version}/${file}`;
    const hash = Buffer.from(packageHash, 'base64').toString('hex');
    await downloadFile({ url, hash, size: packageSize, destination }, `the CUDA provider ${version}`, installing);
    return destination;
  } catch (error) {
    installing.signal.throwIfAborted();
    throw new InputError(
      `ONNX Runtime's CUDA provider ${version} can't be downloaded: ${reasonOf(error)}; fetch ${file} from nuget.org ` +
        'elsewhere and give its path with --from.',
    );
  }
}

/** The version of ONNX Runtime in whose folder of binaries this is. */
function versionBeside(folder: string): string {
  const manifest = join(folder, '..', '..', '..', '..', 'package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8'))).version;
}

/** Puts a file in its place in one go, though the place may be on another disk. */
async function place(from: string, to: string): Promise<void> {
  const beside = join(dirname(to), `.${basename(to)}.${process.pid}`);
  try {
    await copyFile(from, beside);
    await rename(beside, to);
  } finally {
    await rm(beside, { force: true });
  }
}

/** Removes the provider. @returns what was done, as a sentence */
export async function removeCudaProvider(): Promise<string> {
  const folder = onnxRuntimeFolder();
  const there =
    folder === null ? [] : cudaProviderFiles.map(file => join(folder, file)).filter(file => existsSync(file));
  for (const file of there) await rm(file);
  return there.length === 0
    ? "ONNX Runtime's CUDA provider is not installed: there was nothing to remove."
    : `Removed ONNX Runtime's CUDA provider from ${folder}.`;
}
