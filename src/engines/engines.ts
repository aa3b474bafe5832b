import { availableParallelism } from 'node:os';
import type { EngineReport, EngineStatus } from '../protocol/engineReport';
import { InputError } from '../protocol/inputError';
import type { Engine, EngineId, EngineOptions } from './engine';
import { reasonOf } from './installation/installing';
import { supportedPlatform } from './installation/recipe';
import { type EngineAsItIs, chooseAuto, fastestOf, isSame } from './measurement/autoEngine';
import { describeMachine, fingerprint } from './measurement/machine';
import { rememberedMeasurement } from './measurement/measurements';
import { childProbe } from './probing/childProbe';
import { findLibrary } from './probing/library';
import type { Probe } from './probing/probe';
import { libraryKey, remember, remembered } from './probing/probeCache';
import { type Program, thisProgram } from './probing/program';
import { findAddon, installations } from './tensorflow/installation';

/** What a person may ask for: an engine, or the best one. */
export const engineChoices = ['auto', 'onnxruntime', 'tensorflow', 'reference'] as const;
export type EngineChoice = (typeof engineChoices)[number];

const engineIds: readonly EngineId[] = ['onnxruntime', 'tensorflow', 'reference'];

/** How an engine is made, and what is said when it can't be. Each is loaded when it is asked for: native code may be absent. */
interface Maker {
  readonly title: string;
  make(options: EngineOptions): Promise<Engine>;
  /** One sentence: why it can't be used and what to do. */
  explain(reason: string): string;
}

const makers: Readonly<Record<EngineId, Maker>> = {
  onnxruntime: {
    title: 'ONNX Runtime',
    make: async options => (await import('./onnxruntime/onnxRuntimeEngine')).onnxRuntimeEngine(options),
    explain: reason =>
      `ONNX Runtime's native library can't be loaded on ${process.platform}-${process.arch} (${reason}): ` +
      'install Visual Tuning for this platform again, or use --engine reference, which works but slowly.',
  },
  tensorflow: {
    title: 'TensorFlow',
    make: async () => {
      const addon = findAddon();
      if (addon === null) throw new Error('it is not installed');
      const { loadBinding } = await import('./tensorflow/binding');
      return (await import('./tensorflow/tensorFlowEngine')).tensorFlowEngine(loadBinding(addon));
    },
    explain: reason => explainTensorFlow(reason),
  },
  reference: {
    title: 'Reference (TensorFlow.js in plain JavaScript, slow)',
    make: async () => (await import('./reference/referenceEngine')).referenceEngine(),
    explain: reason => `The reference engine can't be used (${reason}).`,
  },
};

const isInstallable = () => `${process.platform}-${process.arch}` === supportedPlatform;

function explainTensorFlow(reason: string): string {
  const addon = findAddon();
  const named = process.env.VISUAL_TUNING_TENSORFLOW;
  if (addon !== null) {
    const remedy =
      installations().length > 0 && !named
        ? 'remove it by "visual-tuning engines remove tensorflow" and install it again'
        : 'build the package again';
    return `TensorFlow can't be loaded from ${addon} (${reason}): ${remedy}, or use onnxruntime.`;
  }
  if (named) return `TensorFlow can't be used: VISUAL_TUNING_TENSORFLOW names ${named}, where no addon was built.`;
  return isInstallable()
    ? 'TensorFlow is not installed: "visual-tuning engines install tensorflow" does it.'
    : `TensorFlow is installed by command on ${supportedPlatform} alone: use onnxruntime, or build ` +
        '@tensorflow/tfjs-node-gpu yourself and name its folder in VISUAL_TUNING_TENSORFLOW.';
}

/**
 * The engine of a choice. `auto` is the fastest that was measured on this machine, else ONNX Runtime; with fewer threads
 * than there are cores it is ONNX Runtime, for TensorFlow takes them all. Another choice is never replaced.
 * @throws {InputError} if it can't be used: why, and what to do.
 */
export async function createEngine(choice: EngineChoice, options: EngineOptions = {}): Promise<Engine> {
  if (choice !== 'auto') return make(choice, options);
  const threads = options.threads ?? availableParallelism();
  const fastest = threads < availableParallelism() ? undefined : await rememberedEngine(options);
  return fastest ?? make('onnxruntime', options);
}

async function make(id: EngineId, options: EngineOptions): Promise<Engine> {
  const { make: construct, explain } = makers[id];
  try {
    return await construct(options);
  } catch (error) {
    throw new InputError(explain(reasonOf(error)));
  }
}

/** Loads one engine into this process. @throws whatever goes wrong, in its own words */
export const loadEngine = (id: EngineId): Promise<Engine> => makers[id].make({});

/** The engine that was the fastest, if it is not the default and can be had in the version that was measured. */
async function rememberedEngine(options: EngineOptions): Promise<Engine | undefined> {
  const fastest = fastestOf(await rememberedMeasurement(await fingerprint()));
  const id = engineIds.find(known => known === fastest?.engine);
  if (id === undefined || id === 'onnxruntime') return undefined;
  const engine = await make(id, options).catch(() => undefined);
  return engine && fastest && isSame(engine, fastest) ? engine : undefined;
}

/** How the engines of a machine are looked at. */
export interface LookOptions {
  /** The command line, for processes of its own. */
  readonly program?: Program;
  /** Loads each engine again, though its library has not changed since it was loaded last. */
  readonly fresh?: boolean;
}

/** Every engine, usable or not, each loaded in a process of its own to find out. */
export async function engineStatuses(options: LookOptions = {}): Promise<EngineStatus[]> {
  return [...(await engineReport(options)).engines];
}

/** Every engine, the machine, the last measurement and what `auto` means by it. */
export async function engineReport({
  program = thisProgram(),
  fresh = false,
}: LookOptions = {}): Promise<EngineReport> {
  const [machine, measurement, looked] = await Promise.all([
    describeMachine(),
    fingerprint().then(print => rememberedMeasurement(print)),
    Promise.all(engineIds.map(id => look(id, program, fresh))),
  ]);
  await remember(Object.fromEntries(looked.flatMap(({ kept }) => (kept ? [kept] : []))));
  const statuses = looked.map(({ status }) => status);
  const auto = chooseAuto(measurement, id => asItIs(statuses, id));
  return {
    machine,
    engines: statuses.map(status => ({ ...status, auto: status.id === auto.engine })),
    auto,
    measurement,
  };
}

/** What an engine is now, if it can be used. */
export function asItIs(statuses: readonly EngineStatus[], id: string): EngineAsItIs | undefined {
  const { version = null, devices = [] } = statuses.find(status => status.id === id) ?? {};
  return version === null ? undefined : { version, device: devices.join(', ') };
}

interface Looked {
  readonly status: EngineStatus;
  /** What is new to remember of its library. */
  readonly kept: readonly [key: string, probe: Probe] | undefined;
}

async function look(id: EngineId, program: Program, fresh: boolean): Promise<Looked> {
  const { title, explain } = makers[id];
  const library = findLibrary(id);
  const common = { id, title, library, action: actionOf(id), auto: false };
  try {
    if (id === 'tensorflow' && library === null) throw new Error('it is not installed');
    const key = library === null ? null : await libraryKey(library);
    const known = key === null || fresh ? undefined : await remembered(key);
    const found = known ?? (await childProbe(id, program));
    const { version, device, threads, memoryBytes, oneDnn } = found;
    const status = { ...common, usable: true, version, devices: [device], reason: null, threads, memoryBytes, oneDnn };
    return { status, kept: known || key === null ? undefined : [key, found] };
  } catch (error) {
    const nothing = { version: null, devices: [], threads: null, memoryBytes: null, oneDnn: null };
    const reason = explain(reasonOf(error));
    return { status: { ...common, ...nothing, usable: false, reason }, kept: undefined };
  }
}

function actionOf(id: EngineId): EngineStatus['action'] {
  if (id !== 'tensorflow') return null;
  if (installations().length > 0) return 'remove';
  return findAddon() === null && isInstallable() ? 'install' : null;
}
