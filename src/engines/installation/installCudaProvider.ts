import { copyFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { writeJsonAtomically } from '../../storage/atomicFile';
import { namesIn } from '../../storage/namesIn';
import { presentCudaNeeds } from '../onnxruntime/cudaLibraries';
import {
  cudaProviderFiles,
  cudaProviderFolder,
  findCudaProvider,
  installedCudaProviders,
  onnxRuntimeLibrary,
} from '../onnxruntime/cudaProvider';
import { explainProvider } from '../onnxruntime/explain';
import { type OnnxRuntimePackage, onnxRuntimePackage } from '../onnxruntime/package';
import { childProbe } from '../probing/childProbe';
import type { Program } from '../probing/program';
import { enginesFolder } from './dataFolder';
import { requireSpace } from './freeSpace';
import { type Installing, reasonOf, tell } from './installing';
import { downloadNugetPackage } from './nugetPackage';
import { oneAtATime } from './oneAtATime';
import { addProviderLibraries } from './providerLibraries';
import { supportedPlatform } from './recipe';
import { makeFolder, withWorkFolder } from './unfinished';
import { unpackAll } from './unpackWheel';
import { readText, readZip } from './zipArchive';

/** The package of NuGet that holds it, as onnxruntime-node's own installation has it. */
const packageName = 'Microsoft.ML.OnnxRuntime.Gpu.Linux';
const needs = 2e9;

/**
 * Installs ONNX Runtime's CUDA provider, in the version of the ONNX Runtime that is here, and those of NVIDIA's libraries
 * that it lacks.
 * @param from a package of NuGet, beside which wheels of NVIDIA's may lie; downloaded where absent
 * @param program checks in a process of its own whether it computes
 * @returns what was done, and what is missing still, as sentences
 * @throws {InputError} why it can't be done, and what to do
 */
export async function installCudaProvider(
  from: string | undefined,
  program: Program,
  installing: Installing,
): Promise<string> {
  const { environment } = installing;
  if (`${process.platform}-${process.arch}` !== supportedPlatform) {
    throw new InputError(
      `ONNX Runtime has a CUDA provider for Node.js on ${supportedPlatform} alone, not on ` +
        `${process.platform}-${process.arch}: "visual-tuning engines" lists what computes there.`,
    );
  }
  const runtime = onnxRuntimePackage();
  if (runtime === null) throw new InputError('onnxruntime-node is not installed: install Visual Tuning again.');
  const install = async (work: string): Promise<string> => {
    const there = findCudaProvider(environment);
    const folder = there === null ? await addProvider(from, runtime, installing) : dirname(there[0]);
    const needed = presentCudaNeeds(environment);
    const sources = { work, ...(from !== undefined && { beside: dirname(resolve(from)) }) };
    const added = needed === null ? [] : await addProviderLibraries(needed, sources, installing);
    if (there !== null && added.length === 0) return `ONNX Runtime's CUDA provider is there already: ${folder}.`;
    tell(installing, 'Checking that it computes');
    const installed = `ONNX Runtime's CUDA provider ${runtime.version} is installed in ${folder}`;
    return childProbe('onnxruntime-cuda', program, { environment }).then(
      ({ adapter }) => `${installed} and computes${adapter === null ? '' : ` on ${adapter}`}.`,
      (error: unknown) => `${installed}. ${explainProvider('cuda', reasonOf(error))}`,
    );
  };
  const parent = enginesFolder(environment);
  return oneAtATime(parent, installing, () => withWorkFolder(parent, install));
}

/** In place of those of other versions. @returns its folder */
async function addProvider(
  from: string | undefined,
  runtime: OnnxRuntimePackage,
  installing: Installing,
): Promise<string> {
  const { version } = runtime;
  const folder = cudaProviderFolder(version, installing.environment);
  await requireSpace(folder, needs);
  const archive =
    from === undefined ? await downloadNugetPackage(packageName, version, installing) : await given(from, version);
  const entries = await readZip(archive);
  // Where something of it was deleted, it counts as not there.
  await rm(folder, { recursive: true, force: true });
  await makeFolder(folder, async unfinished => {
    const files = cudaProviderFiles.map(file => {
      const entry = entries.get(`runtimes/linux-x64/native/${file}`);
      if (!entry) throw new InputError(`${archive} has no ${file}: take ${packageName} from nuget.org.`);
      return [entry, join(unfinished, file)] as const;
    });
    await unpackAll(archive, files, "ONNX Runtime's CUDA provider", installing);
    await copyFile(join(runtime.folder, onnxRuntimeLibrary), join(unfinished, onnxRuntimeLibrary));
    const time = new Date().toISOString();
    await writeJsonAtomically(join(unfinished, 'installation.json'), { version, from: basename(archive), time });
  });
  const others = installedCudaProviders(installing.environment).filter(other => other.folder !== folder);
  for (const other of others) await rm(other.folder, { recursive: true, force: true });
  if (from === undefined) await rm(archive, { force: true });
  return folder;
}

/** @throws {InputError} if it is not the package of this version: a provider of another one may end the process */
async function given(from: string, version: string): Promise<string> {
  const path = resolve(from);
  if (!(await stat(path).catch(() => undefined))?.isFile())
    throw new InputError(`--from ${from}: there is no such file.`);
  const entry = [...(await readZip(path)).values()].find(file => /^[^/]+\.nuspec$/.test(file.path));
  const [, its] = /<version>([^<]+)<\/version>/.exec(entry ? await readText(path, entry) : '') ?? [];
  if (its === version) return path;
  const what = its === undefined ? 'no package of NuGet' : `a package of version ${its}`;
  throw new InputError(`--from ${from} is ${what}: take ${packageName} ${version} from nuget.org.`);
}

/** Removes the provider, of whatever version, and NVIDIA's libraries that came with it. @returns what was done, as a sentence */
export async function removeCudaProvider(environment: NodeJS.ProcessEnv): Promise<string> {
  const parent = enginesFolder(environment);
  const libraries = namesIn(parent).filter(name => /^cuda-\d+$/.test(name));
  const folders = [
    ...installedCudaProviders(environment).map(({ folder }) => folder),
    ...libraries.map(name => join(parent, name)),
  ];
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  return folders.length === 0
    ? "ONNX Runtime's CUDA provider is not installed by Visual Tuning: there was nothing to remove."
    : `Removed ${folders.join(' and ')}.`;
}
