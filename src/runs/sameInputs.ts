import type { PreparedExperiment } from '../experiments/prepare';
import type { Environment } from '../protocol/environment';
import { InputError } from '../protocol/inputError';

/**
 * A run goes on only with the images and the backbone that it began with.
 * @param run how sentences name it
 * @param before null if the run has not begun
 * @throws {InputError} if either changed
 */
export function requireSameInputs(
  run: string,
  before: Environment | null,
  prepared: Pick<PreparedExperiment, 'dataFingerprint' | 'weights'>,
): void {
  const same = (what: string, then: string | undefined, now: string) => {
    if (then !== undefined && then !== now) {
      throw new InputError(`${run}: the ${what} changed since this run began, so it can't go on: start a new run.`);
    }
  };
  same('images', before?.data.fingerprint, prepared.dataFingerprint);
  same('backbone', before?.backboneFingerprint, prepared.weights.fingerprint);
}
