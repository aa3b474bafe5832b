import type * as vscode from 'vscode';
import type { ExplorerElement } from '../../../src/vscode/explorer/explorerTree';
import { extension, until } from './inside';

/** A line of the explorer as the editor draws it. */
export interface Line {
  readonly depth: number;
  readonly label: string;
  readonly description: string;
  /** What its menu goes by. */
  readonly context: string;
  readonly tooltip: string;
}

const textOf = (words: string | vscode.MarkdownString | undefined) =>
  typeof words === 'string' ? words : (words?.value ?? '');

/** Every line of the explorer, opened to the last branch. */
export async function explorerLines(): Promise<Line[]> {
  const { tree } = (await extension().exports.workbench()).explorer;
  const lines: Line[] = [];
  const visit = async (elements: readonly ExplorerElement[], depth: number) => {
    for (const element of elements) {
      const bare = tree.getTreeItem(element);
      const item = await tree.resolveTreeItem(bare, element);
      lines.push({
        depth,
        label: typeof item.label === 'string' ? item.label : (item.label?.label ?? ''),
        description: String(item.description ?? ''),
        context: item.contextValue ?? '',
        tooltip: textOf(item.tooltip),
      });
      await visit(await tree.getChildren(element), depth + 1);
    }
  };
  await visit(await tree.getChildren(), 0);
  return lines;
}

/** Waits for a line of the explorer. */
export const lineWith = (what: string, matches: (line: Line) => boolean, seconds?: number): Promise<Line> =>
  until(`the explorer shows ${what}`, async () => (await explorerLines()).find(matches), seconds);

/** The element of the explorer that commands from its menus are given. */
export async function elementOf(matches: (item: vscode.TreeItem) => boolean): Promise<ExplorerElement | undefined> {
  const { tree } = (await extension().exports.workbench()).explorer;
  const found = async (elements: readonly ExplorerElement[]): Promise<ExplorerElement | undefined> => {
    for (const element of elements) {
      if (matches(tree.getTreeItem(element))) return element;
      const below = await found(await tree.getChildren(element));
      if (below) return below;
    }
    return undefined;
  };
  return found(await tree.getChildren());
}
