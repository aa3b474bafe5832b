import { type Measurement, engineIds } from '../../protocol/engineReport';
import { engineTitles } from '../engineTitles';

/** Which build of an engine it is, as far as its speed may depend on it. */
export interface EngineAsItIs {
  readonly version: string;
  readonly device: string;
}

export const isSame = (a: EngineAsItIs, b: EngineAsItIs): boolean => a.version === b.version && a.device === b.device;

/** What `--engine auto` means. */
export interface AutoEngine {
  readonly engine: string;
  /** One sentence. */
  readonly why: string;
}

/** The embedded default. */
const usual = 'onnxruntime';

/** A measurement may be of an engine that this version does not know. */
function titleOf(engine: string): string {
  const id = engineIds.find(known => known === engine);
  return id === undefined ? engine : engineTitles[id];
}

/**
 * The fastest engine of the last measurement, as long as it can still be used in the version and on the device that were
 * measured; else ONNX Runtime.
 * @param asItIs what an engine is now; undefined of one that can't be used
 */
export function chooseAuto(
  measurement: Measurement | null,
  asItIs: (engine: string) => EngineAsItIs | undefined,
): AutoEngine {
  if (measurement === null) {
    return {
      engine: usual,
      why: 'ONNX Runtime is the default: the engines have not been measured on this machine yet.',
    };
  }
  const [fastest, second] = ranked(measurement);
  if (fastest === undefined) {
    return { engine: usual, why: 'ONNX Runtime is the default: the last measurement has no result.' };
  }
  const now = asItIs(fastest.engine);
  if (now === undefined) {
    return {
      engine: usual,
      why: `ONNX Runtime is the default: ${titleOf(fastest.engine)}, which was faster, can't be used now.`,
    };
  }
  if (!isSame(now, fastest)) {
    const why = `ONNX Runtime is the default: ${titleOf(fastest.engine)} ${now.version} on ${now.device} has not been measured yet.`;
    return { engine: usual, why };
  }
  const ratio = second ? `, ${(fastest.rate / second.rate).toFixed(1)} times ${titleOf(second.engine)}` : '';
  const rate = fastest.rate.toFixed(fastest.rate < 10 ? 1 : 0);
  return {
    engine: fastest.engine,
    why: `It was the fastest on this machine on ${measurement.time.slice(0, 10)}: ${rate} images/s${ratio}.`,
  };
}

/** The engine that was the fastest when it was measured. */
export function fastestOf(measurement: Measurement | null): (EngineAsItIs & { readonly engine: string }) | undefined {
  return measurement === null ? undefined : ranked(measurement).at(0);
}

const ranked = ({ engines }: Measurement) =>
  engines
    .flatMap(({ engine, version, device, result }) =>
      result ? [{ engine, version, device, rate: result.imagesPerSecond }] : [],
    )
    .sort((a, b) => b.rate - a.rate);
