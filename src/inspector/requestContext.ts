import type { EngineChoice } from '../protocol/engineReport';
import type { ModelShelf } from '../inspection/model/inspectedModel';

/** What requests are answered with the help of. */
export interface RequestContext {
  readonly models: ModelShelf;
  /** Folder of the shipped samples and backbones. */
  readonly mediaFolder: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly onProgress: (what: string, done: number, total: number) => void;
  readonly engine: EngineChoice;
  /** Of the engine; the number of cores if absent. */
  readonly threads?: number;
}
