import type { AttentionState } from '../../src/protocol/attentionRequests';
import type { Knowledge } from './knowledge';
import type { Cell } from './gridSize';
import type { Patch } from './mapFigure';
import type { Shown } from './state';

/** A cell of one of the tables, which goes by the id of its title. */
export interface TableCell extends Cell {
  readonly table: string;
}

/** What the person does. */
export interface PageActions {
  change(choice: Partial<AttentionState>): void;
  point(patch: Patch | null): void;
  pointCell(cell: TableCell | null): void;
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
  /** The head that was chosen, which those on screen may have to wait for. */
  readonly chosenHead: number | null;
  /** The image that is looked at. */
  readonly image: string | null;
  /** Pictures of images whose attention was shown, by file. */
  readonly seen: ReadonlyMap<string, string>;
  /** The patch pointed at. */
  readonly patch: Patch | null;
  /** The cell pointed at in a table too large for elements. */
  readonly cell: TableCell | null;
  /** Whether the attention on screen is not yet that of the image, checkpoint and head chosen. */
  readonly isWaiting: boolean;
  readonly isSearching: boolean;
  readonly wasCopied: boolean;
  readonly actions: PageActions;
}
