import { type EngineChoice, engineChoices } from '../protocol/engineReport';
import type { Environment } from '../protocol/environment';

/**
 * The engine that a run goes on with: the one asked for, or where none was named, the one that it began on, for only that
 * gives the same bits.
 * @param environment what the run recorded; null for one that has not begun
 */
export function resumedEngine(choice: EngineChoice, environment: Environment | null): EngineChoice {
  const began = engineChoices.find(engine => engine === environment?.engine.name);
  return choice === 'auto' ? (began ?? choice) : choice;
}
