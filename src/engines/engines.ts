import { InputError } from '../protocol/inputError';
import type { Engine, EngineId, EngineOptions, EngineStatus } from './engine';

/** What a person may ask for: an engine, or the best one. */
export const engineChoices = ['auto', 'onnxruntime', 'tensorflow', 'reference'] as const;
export type EngineChoice = (typeof engineChoices)[number];

/** An engine's status, those included that this version does not have. */
export interface ListedEngine extends Omit<EngineStatus, 'id'> {
  readonly id: EngineId | 'tensorflow';
}

const noTensorFlow = 'The TensorFlow engine is not built in this version: use onnxruntime.';

// Each is loaded when it is asked for: the native library and TensorFlow.js take a while, and may not be there.
const makers: Readonly<Record<EngineId, (options: EngineOptions) => Promise<Engine>>> = {
  onnxruntime: async options => (await import('./onnxruntime/onnxRuntimeEngine')).onnxRuntimeEngine(options),
  reference: async () => (await import('./reference/referenceEngine')).referenceEngine(),
};

/**
 * The engine of a choice; `auto` is ONNX Runtime. It never falls back to a slower one by itself.
 * @throws {InputError} if it can't be used: why, and what to do.
 */
export async function createEngine(choice: EngineChoice, options: EngineOptions = {}): Promise<Engine> {
  if (choice === 'tensorflow') throw new InputError(noTensorFlow);
  if (choice === 'reference') return makers.reference(options);
  try {
    return await makers.onnxruntime(options);
  } catch (error) {
    throw new InputError(whyNoOnnxRuntime(error));
  }
}

/** Every engine, usable or not. Loads them to find out. */
export async function engineStatuses(): Promise<ListedEngine[]> {
  const onnxruntime = { id: 'onnxruntime', title: 'ONNX Runtime' } as const;
  const reference = { id: 'reference', title: 'Reference (TensorFlow.js in plain JavaScript, slow)' } as const;
  return [
    await makers.onnxruntime({}).then(
      ({ version }) => ({ ...onnxruntime, usable: true, version, devices: ['cpu'], reason: null }),
      error => ({ ...onnxruntime, usable: false, version: null, devices: [], reason: whyNoOnnxRuntime(error) }),
    ),
    { id: 'tensorflow', title: 'TensorFlow', usable: false, version: null, devices: [], reason: noTensorFlow },
    await makers
      .reference({})
      .then(({ version }) => ({ ...reference, usable: true, version, devices: ['cpu'], reason: null })),
  ];
}

function whyNoOnnxRuntime(error: unknown): string {
  const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
  const platform = `${process.platform}-${process.arch}`;
  return (
    `ONNX Runtime's native library can't be loaded on ${platform} (${reason.replace(/[.\s]+$/, '')}): install ` +
    'Visual Tuning for this platform again, or use --engine reference, which works but slowly.'
  );
}
