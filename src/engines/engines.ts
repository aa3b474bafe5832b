import { InputError } from '../protocol/inputError';
import type { Engine, EngineId, EngineOptions, EngineStatus } from './engine';

/** What a person may ask for: an engine, or the best one. */
export const engineChoices = ['auto', 'onnxruntime', 'tensorflow', 'reference'] as const;
export type EngineChoice = (typeof engineChoices)[number];

/** How an engine is made, and what is said when it can't be. Each is loaded when it is asked for: native code may be absent. */
interface Maker {
  readonly title: string;
  make(options: EngineOptions): Promise<Engine>;
  /** One sentence: why it can't be used and what to do. */
  explain(error: unknown): string;
}

const makers: Readonly<Record<EngineId, Maker>> = {
  onnxruntime: {
    title: 'ONNX Runtime',
    make: async options => (await import('./onnxruntime/onnxRuntimeEngine')).onnxRuntimeEngine(options),
    explain: error =>
      `ONNX Runtime's native library can't be loaded on ${process.platform}-${process.arch} (${reasonOf(error)}): ` +
      'install Visual Tuning for this platform again, or use --engine reference, which works but slowly.',
  },
  tensorflow: {
    title: 'TensorFlow',
    make: async () => {
      const { findAddon } = await import('./tensorflow/installation');
      const addon = findAddon();
      if (addon === null) throw new Error('the addon of @tensorflow/tfjs-node-gpu is not built');
      const { loadBinding } = await import('./tensorflow/binding');
      return (await import('./tensorflow/tensorFlowEngine')).tensorFlowEngine(loadBinding(addon));
    },
    explain: error => `TensorFlow can't be used (${reasonOf(error)}): use onnxruntime.`,
  },
  reference: {
    title: 'Reference (TensorFlow.js in plain JavaScript, slow)',
    make: async () => (await import('./reference/referenceEngine')).referenceEngine(),
    explain: error => `The reference engine can't be used (${reasonOf(error)}).`,
  },
};

/** The first line of what went wrong, without its full stop. */
const reasonOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0].replace(/[.\s]+$/, '');

/**
 * The engine of a choice; `auto` is ONNX Runtime. It never falls back to a slower one by itself.
 * @throws {InputError} if it can't be used: why, and what to do.
 */
export async function createEngine(choice: EngineChoice, options: EngineOptions = {}): Promise<Engine> {
  const { make, explain } = makers[choice === 'auto' ? 'onnxruntime' : choice];
  try {
    return await make(options);
  } catch (error) {
    throw new InputError(explain(error));
  }
}

/** Every engine, usable or not. Loads them to find out. */
export function engineStatuses(): Promise<EngineStatus[]> {
  const ids: readonly EngineId[] = ['onnxruntime', 'tensorflow', 'reference'];
  return Promise.all(ids.map(statusOf));
}

async function statusOf(id: EngineId): Promise<EngineStatus> {
  const { title, make, explain } = makers[id];
  try {
    const { version, device } = await make({});
    return { id, title, usable: true, version, devices: [device], reason: null };
  } catch (error) {
    return { id, title, usable: false, version: null, devices: [], reason: explain(error) };
  }
}
