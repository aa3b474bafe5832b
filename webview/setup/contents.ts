import type { SetupChange } from '../../src/protocol/setupChange';
import type { Value } from '../../src/protocol/setupControls';
import type { Budget, ForecastState, PreviewState, Setup, SetupCatalogue } from '../../src/protocol/setupPanel';
import type { SetupRequest, SetupState } from '../../src/protocol/setupRequests';
import type { SetupWords } from '../../src/protocol/setupWords';

/** What is wrong with the file. */
export interface FileProblem {
  readonly sentence: string;
  /** Counted from 1. */
  readonly line: number;
  /** Whether the text is JSON, so that it can be changed. */
  readonly json: boolean;
}

/** What the page shows once it has heard of an experiment. */
export interface Contents {
  readonly words: SetupWords;
  readonly catalogue: SetupCatalogue;
  readonly state: SetupState;
  /** The last that held together, which stays while the file has a problem. */
  readonly setup: Setup;
  readonly budget: Budget | undefined;
  readonly forecast: ForecastState;
  /** The last forecast that was known, shown while a new one is made. */
  readonly lastForecast: ForecastState;
  readonly preview: PreviewState;
  readonly lastPreview: PreviewState;
  readonly problem: FileProblem | undefined;
  readonly refused: string | undefined;
  /** The control that was moved last, what it says until the host answers, and what takes it back. */
  readonly tried:
    { readonly key: string; readonly value: Value; readonly underWay: boolean; readonly back: SetupChange } | undefined;
  /** Texts that number fields don't take, by the id of the field. */
  readonly wrong: ReadonlyMap<string, string>;
}

/** What the person does. */
export interface Actions {
  /** A change that is still being made. @param key of the control @param back makes it undone */
  attempt(key: string, value: Value, change: SetupChange, back: SetupChange): void;
  /** The change of a control that has come to rest. */
  commit(key: string, value: Value, change: SetupChange, back: SetupChange): void;
  /** A text that a field does not take stays in it, and what was tried before is taken back; undefined lets it go. */
  refuse(key: string, text: string | undefined): void;
  change(change: SetupChange): void;
  ask(request: SetupRequest): void;
  keep(state: Partial<SetupState>): void;
}
