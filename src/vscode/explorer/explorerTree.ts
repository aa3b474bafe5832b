import * as vscode from 'vscode';
import { explorerChanges } from './explorerChanges';
import { explorerItem, runTooltip } from './explorerItem';
import { failureOf } from './runFailure';
import { type ExplorerModel, type ExplorerNode, emptyModel, runNodeId } from './explorerModel';

/** What the editor holds on to of a node: one object for as long as there is a node of the id. */
export interface ExplorerElement {
  readonly id: string;
  /** Of an experiment: what commands that know nothing of the explorer find it by. */
  readonly file?: vscode.Uri;
}

/** Gives the editor the tree, and tells it of the nodes that changed. */
export class ExplorerTree implements vscode.TreeDataProvider<ExplorerElement>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ExplorerElement | ExplorerElement[] | undefined>();
  private readonly elements = new Map<string, ExplorerElement>();
  private model = emptyModel;
  /** How often the editor has asked for the roots and has no answer yet. */
  private asked = 0;

  readonly onDidChangeTreeData = this.changed.event;

  /** @param ready ends when there is a first model to show: until then the view shows that it is working */
  constructor(private readonly ready: Promise<unknown>) {}

  /** Shows another model. */
  show(model: ExplorerModel): void {
    const changes = explorerChanges(this.model, model);
    this.model = model;
    for (const id of this.elements.keys()) if (!model.nodes.has(id)) this.elements.delete(id);
    if (changes === 'all') {
      // Who has asked gets this model for an answer. Told of it, the editor would drop that answer and ask anew.
      if (this.asked === 0) this.changed.fire(undefined);
      return;
    }
    // The editor has not seen the others: they stand in branches that were never opened.
    if (changes.length > 0) this.changed.fire(changes.flatMap(id => this.elements.get(id) ?? []));
  }

  nodeOf({ id }: ExplorerElement): ExplorerNode | undefined {
    return this.model.nodes.get(id);
  }

  async getChildren(element?: ExplorerElement): Promise<ExplorerElement[]> {
    if (!element) this.asked++;
    await this.ready;
    if (!element) this.asked--;
    const ids = element ? (this.nodeOf(element)?.children ?? []) : this.model.roots;
    return ids.map(id => this.elementOf(id));
  }

  /** The editor asks for it to reveal an element. */
  getParent({ id }: ExplorerElement): ExplorerElement | undefined {
    const isAbove = (node: ExplorerNode) => node.kind !== 'run' && node.children.includes(id);
    const parent = [...this.model.nodes.values()].find(isAbove);
    return parent && this.elementOf(parent.id);
  }

  /** What stands for a run in the tree; undefined if it is not listed. */
  elementOfRun(path: string): ExplorerElement | undefined {
    const id = runNodeId(path);
    return this.model.nodes.has(id) ? this.elementOf(id) : undefined;
  }

  getTreeItem(element: ExplorerElement): vscode.TreeItem {
    const node = this.nodeOf(element);
    // One that went while the editor was asking is drawn no more a moment later.
    return node ? explorerItem(node) : new vscode.TreeItem('');
  }

  async resolveTreeItem(item: vscode.TreeItem, element: ExplorerElement): Promise<vscode.TreeItem> {
    const node = this.nodeOf(element);
    if (node?.kind === 'run') item.tooltip = runTooltip(node, (await failureOf(node.run))?.message ?? null);
    return item;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private elementOf(id: string): ExplorerElement {
    const node = this.model.nodes.get(id);
    const file = node?.kind === 'experiment' && node.file ? vscode.Uri.file(node.file.path) : undefined;
    const element = this.elements.get(id) ?? { id, file };
    this.elements.set(id, element);
    return element;
  }
}
