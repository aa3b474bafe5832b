import { findCudaProvider } from './cudaProvider';
import type { ProviderName } from './providers';

/**
 * The literal reason why a provider could not be used, where ONNX Runtime keeps it to its log. It may load libraries: for
 * a process that ends soon.
 * @param reason what ONNX Runtime threw
 */
export function diagnose(name: ProviderName, reason: string): string {
  if (name === 'cuda' && reason.includes('Failed to load')) {
    return (
      findCudaProvider()
        ?.map(loadingFailure)
        .find(failure => failure !== undefined) ?? reason
    );
  }
  if (name === 'webgpu' && process.platform === 'linux' && reason.includes('WebGPU adapter')) {
    return loadingFailure('libvulkan.so.1') ?? reason;
  }
  return reason;
}

/** What the system says when it can't load a library; undefined if it can. */
function loadingFailure(library: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, library);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // Node says this of a library that was loaded and is no addon.
    return said.includes('did not self-register') ? undefined : said;
  }
}
