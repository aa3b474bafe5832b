import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from '../../storage/namesIn';
import { enginesFolder } from '../installation/dataFolder';
import { type OnnxRuntimePackage, onnxRuntimePackage } from './package';

/** ONNX Runtime itself, as its binding asks for it. */
export const onnxRuntimeLibrary = 'libonnxruntime.so.1';

/** What holds ONNX Runtime's CUDA provider: the second is opened by the first. */
export const cudaProviderFiles = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'] as const;

/** What `engines install cuda` has made. */
export interface InstalledProvider {
  /** Of the ONNX Runtime that it belongs to. */
  readonly version: string;
  readonly folder: string;
}

/** Where the provider for a version of ONNX Runtime is installed. */
export const cudaProviderFolder = (version: string, environment?: NodeJS.ProcessEnv): string =>
  join(enginesFolder(environment), `onnxruntime-${version}-cuda`);

/** The providers that are installed, of any version of ONNX Runtime, the newest first. */
export function installedCudaProviders(environment: NodeJS.ProcessEnv = process.env): InstalledProvider[] {
  const versions = namesIn(enginesFolder(environment)).flatMap(
    name => /^onnxruntime-([\w.+]+)-cuda$/.exec(name)?.[1] ?? [],
  );
  return versions
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map(version => ({ version, folder: cudaProviderFolder(version, environment) }));
}

/**
 * The provider of the ONNX Runtime that is here: beside it, where onnxruntime-node's own installation puts it, else as
 * installed by command, beside the copy of ONNX Runtime that is loaded for its sake. Null unless all of it is there.
 * @returns paths, each after those that it needs
 */
export function findCudaProvider(
  environment: NodeJS.ProcessEnv = process.env,
  runtime: OnnxRuntimePackage | null = onnxRuntimePackage(),
): readonly string[] | null {
  if (runtime === null) return null;
  const files = [onnxRuntimeLibrary, ...cudaProviderFiles];
  const candidates = [runtime.folder, cudaProviderFolder(runtime.version, environment)].map(folder =>
    files.map(file => join(folder, file)),
  );
  return candidates.find(paths => paths.every(path => existsSync(path))) ?? null;
}
