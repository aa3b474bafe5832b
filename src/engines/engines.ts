import { availableParallelism } from 'node:os';
import { type EngineChoice, type EngineId, engineIds } from '../protocol/engineReport';
import { InputError } from '../protocol/inputError';
import type { Engine, EngineOptions } from './engine';
import { reasonOf } from './installation/installing';
import { makers } from './makers';
import { fastestOf, isSame } from './measurement/autoEngine';
import { fingerprint } from './measurement/machine';
import { rememberedMeasurement } from './measurement/measurements';
import { hasPrecision } from './requirePrecision';
import { probeApart } from './probing/probeApart';
import { probe } from './probing/probe';
import { commandLineBeside } from './probing/program';

/**
 * The engine of a choice. `auto` is the fastest that was measured on this machine, else ONNX Runtime; with fewer threads
 * than there are cores it is not TensorFlow on the processor, which takes them all. Where that one can't compute in the
 * precision asked for, it is another that can. Another choice is never replaced.
 * @throws {InputError} if it can't be used: why, and what to do.
 */
export async function createEngine(choice: EngineChoice, options: EngineOptions = {}): Promise<Engine> {
  if (choice !== 'auto') return make(choice, options);
  const fastest = (await rememberedEngine(options)) ?? (await make('onnxruntime', options));
  const { precision = 'float32' } = options;
  if (hasPrecision(fastest, precision)) return fastest;
  for (const id of lowPrecisionEngines) {
    const engine = await make(id, options).catch(() => undefined);
    if (engine && hasPrecision(engine, precision)) return engine;
  }
  return fastest;
}

/** What `auto` may be where a lower precision is asked for, those with more of them first. */
const lowPrecisionEngines: readonly EngineId[] = ['onnxruntime-cuda', 'tensorflow', 'onnxruntime-webgpu'];

async function make(id: EngineId, options: EngineOptions): Promise<Engine> {
  const { make: construct, explain, missing, isProvider } = makers[id];
  const sentence = missing?.();
  if (sentence !== undefined) throw new InputError(sentence);
  try {
    if (isProvider) await tryOut(id);
    return await construct(options);
  } catch (error) {
    throw new InputError(explain(reasonOf(error)));
  }
}

/** A provider that can't be used shows when it computes, and may end its process: it does so in another one first. */
async function tryOut(id: EngineId): Promise<void> {
  const program = commandLineBeside();
  if (program === undefined) await probe(await loadEngine(id));
  else await probeApart(id, program);
}

/** Loads one engine into this process. @throws whatever goes wrong, in its own words */
export const loadEngine = (id: EngineId): Promise<Engine> => makers[id].make({});

/** The engine that was the fastest, if it is not the default and can be had in the version that was measured. */
async function rememberedEngine(options: EngineOptions): Promise<Engine | undefined> {
  const fastest = fastestOf(await rememberedMeasurement(await fingerprint()));
  const id = engineIds.find(known => known === fastest?.engine);
  if (id === undefined || id === 'onnxruntime') return undefined;
  const threads = options.threads ?? availableParallelism();
  if (id === 'tensorflow' && fastest?.device !== 'gpu' && threads < availableParallelism()) return undefined;
  const engine = await make(id, options).catch(() => undefined);
  return engine && fastest && isSame(engine, fastest) ? engine : undefined;
}
