import type { EngineId } from '../../protocol/engineReport';
import { reasonOf } from '../installation/installing';
import { makers } from '../makers';
import { ProviderFailure } from '../onnxruntime/failure';

/** Why an engine failed in this process, which ends soon: the literal reason, without a full stop. */
export function problemOf(id: EngineId, error: unknown): string {
  const reason = error instanceof ProviderFailure ? error.reason : reasonOf(error);
  return makers[id].diagnose?.(reason) ?? reason;
}
