import type { EngineStatus } from '../../protocol/engineReport';
import { providerOf } from '../onnxruntime/providers';

/** Whether an engine is worth the time of a measurement: not the reference, nor a graphics card in software. */
export const mayBeFastest = ({ id, usable, devices }: Pick<EngineStatus, 'id' | 'usable' | 'devices'>): boolean =>
  usable && id !== 'reference' && (providerOf(id) === undefined || devices.includes('gpu'));
