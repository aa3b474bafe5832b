import { type EngineId, type EngineReport, type EngineStatus, engineIds } from '../protocol/engineReport';
import { engineTitles } from './engineTitles';
import { reasonOf } from './installation/installing';
import { actionOf, isHere, makers } from './makers';
import { type EngineAsItIs, chooseAuto } from './measurement/autoEngine';
import { describeMachine, fingerprint } from './measurement/machine';
import { rememberedMeasurement } from './measurement/measurements';
import { findLibrary } from './probing/library';
import { probeApart } from './probing/probeApart';
import { type Program, thisProgram } from './probing/program';

/** How the engines of a machine are looked at. */
export interface LookOptions {
  /** The command line, for processes of its own. */
  readonly program?: Program;
  /** Loads each engine again, though its library has not changed since it was loaded last. */
  readonly fresh?: boolean;
}

/** Every engine of this platform, usable or not, each loaded in a process of its own to find out. */
export async function engineStatuses(options: LookOptions = {}): Promise<EngineStatus[]> {
  return [...(await engineReport(options)).engines];
}

/** Every engine of this platform, the machine, the last measurement and what `auto` means by it. */
export async function engineReport({
  program = thisProgram(),
  fresh = false,
}: LookOptions = {}): Promise<EngineReport> {
  const [machine, measurement, statuses] = await Promise.all([
    describeMachine(),
    fingerprint().then(print => rememberedMeasurement(print)),
    Promise.all(engineIds.filter(isHere).map(id => look(id, program, fresh))),
  ]);
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

async function look(id: EngineId, program: Program, fresh: boolean): Promise<EngineStatus> {
  const { explain, missing } = makers[id];
  const common = { id, title: engineTitles[id], library: findLibrary(id), ...actionOf(id), auto: false };
  const unusable = (reason: string): EngineStatus => {
    const nothing = { version: null, devices: [], adapter: null, threads: null, memoryBytes: null, oneDnn: null };
    // What lacks a part is completed by another installation.
    const isIncomplete = common.installable === 'cuda' && common.action === 'remove' && namesInstallation(reason);
    return { ...common, ...nothing, usable: false, reason, ...(isIncomplete && { action: 'install' as const }) };
  };
  const sentence = missing?.();
  if (sentence !== undefined) return unusable(sentence);
  try {
    const { device, ...found } = await probeApart(id, program, fresh);
    return { ...common, ...found, usable: true, devices: [device], reason: null };
  } catch (error) {
    return unusable(explain(reasonOf(error)));
  }
}

const namesInstallation = (reason: string) => reason.includes('"visual-tuning engines install cuda"');
