import type { EngineId } from '../../protocol/engineReport';
import { childProbe } from './childProbe';
import { findLibrary } from './library';
import type { Probe } from './probe';
import { libraryKey, remember, remembered } from './probeCache';
import type { Program } from './program';

/**
 * What an engine is, by a process of its own unless that is known of its library as it is now.
 * @param fresh asks again all the same
 * @throws {Error} why it can't be used, without a full stop
 */
export async function probeApart(id: EngineId, program: Program, fresh = false): Promise<Probe> {
  const library = findLibrary(id);
  const key = library === null ? null : await libraryKey(id, library);
  const known = key === null || fresh ? undefined : await remembered(key);
  if (known) return known;
  const found = await childProbe(id, program);
  if (key !== null) await remember(key, found);
  return found;
}
