/** What ONNX Runtime threw, in its own words, without where in its sources that was and how it numbers it. */
export function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const line = said.split('\n').find(text => text.trim() !== '') ?? said;
  return line
    .replace(/^\S+\/onnxruntime_src\/|^\/onnxruntime_src\//, '/')
    .replace(/^\[ONNXRuntimeError\] : \d+ : [A-Z_]+ : /, '')
    .replace(/\b\w+\.cc:\d+ \w+ /, '')
    .replace(/^Non-zero status code returned while running (\S+) node\..*?Status Message: /, '$1: ')
    .replace(/^\/\S+ .* was false\. /, '')
    .replace(/^\/\S+ .*?(?=CUDA failure|CUDNN failure|CUBLAS failure)/, '')
    .trim()
    .replace(/[.\s]+$/, '');
}

/** A network that a provider could not run: one sentence, with what a person can do about it where that is known. */
export class ProviderFailure extends Error {
  /** In ONNX Runtime's words, without a full stop. */
  readonly reason: string;

  /** @param title of the engine */
  constructor(title: string, cause: unknown) {
    const reason = reasonOf(cause);
    super(`${title} could not run the network: ${reason}${remedyOf(reason)}.`, { cause });
    this.reason = reason;
  }
}

function remedyOf(reason: string): string {
  if (/out of memory|failed to allocate|OUT_OF_?MEMORY/i.test(reason)) {
    return '; set a smaller training.microBatchSize, which needs less memory';
  }
  return /requires f16/.test(reason) ? '; set training.precision to float32' : '';
}

/** Whether a session was refused because its provider can't compute all of the network. */
export const isLeftToProcessor = (error: unknown): boolean =>
  error instanceof Error && /fallback to CPU EP has been explicitly disabled/.test(error.message);
