import type { AttentionState } from '../../src/protocol/attentionPanel';
import type { Knowledge } from './knowledge';
import type { Patch } from './mapFigure';
import type { Shown } from './state';

/** What the person does. */
export interface PageActions {
  change(choice: Partial<AttentionState>): void;
  point(patch: Patch | null): void;
  chooseImage(): void;
  moreImages(): void;
  findNearest(): void;
  cancelNearest(): void;
  savePicture(): void;
  copyValues(): void;
  tryAgain(): void;
}

/** What the page shows. */
export interface Contents extends Knowledge {
  /** Within what the attention on screen has. */
  readonly state: Shown;
  /** The image that is looked at. */
  readonly image: string | null;
  /** Pictures of images whose attention was shown, by file. */
  readonly seen: ReadonlyMap<string, string>;
  /** The patch pointed at. */
  readonly patch: Patch | null;
  /** Whether the attention on screen is not yet that of the image and checkpoint chosen. */
  readonly isWaiting: boolean;
  readonly isSearching: boolean;
  readonly wasCopied: boolean;
  readonly actions: PageActions;
}
