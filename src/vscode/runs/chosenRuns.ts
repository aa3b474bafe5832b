import * as vscode from 'vscode';
import * as z from 'zod';
import type { RunOverview } from '../../protocol/runOverview';
import type { RunStore } from '../../runs/runStore';
import { runTitle } from '../../runs/runTitle';
import { type ExplorerNode, rootOfRun } from '../explorer/explorerModel';
import type { ExplorerElement } from '../explorer/explorerTree';
import { inOrder } from '../explorer/explorerView';
import { type RunAbility, isAble } from '../explorer/runContext';
import { stateIcon } from '../explorer/runIcons';
import { runDescription, stateWords } from '../explorer/runWords';
import type { WorkspaceExperiments } from '../explorer/workspaceExperiments';

/** What a command asks when it is told of no run, and what it can do with one. */
export interface RunQuestion {
  readonly title: string;
  /** What a run must be able to; absent: any will do. */
  readonly able?: RunAbility;
  /** A sentence for when there is no such run. */
  readonly none: string;
  /** Whether it can take several. */
  readonly many?: boolean;
}

const elementSchema = z.object({ id: z.string() });

/** What a key of the explorer passes: the command is about what is selected there. */
const selectedSchema = z.strictObject({ selected: z.literal(true) });

/** What the explorer knows of its elements. */
export interface ExplorerElements {
  readonly nodeOf: (element: ExplorerElement) => ExplorerNode | undefined;
  readonly selection: () => readonly ExplorerElement[];
}

/** Finds the runs that a command is about. */
export class RunChooser {
  constructor(
    private readonly store: RunStore,
    private readonly experiments: WorkspaceExperiments,
    private readonly explorer: ExplorerElements,
    /** Ends when the runs of the workspace are known. */
    private readonly ready: Promise<void>,
  ) {}

  /**
   * The runs that a command is about: those that it was given, else those that the person picks; none if there are none,
   * which the person is told, or if nothing was picked.
   * @param argument path or Uri of a run, paths of runs, Uri of an experiment file, an element of the explorer, or
   * `{ selected: true }` for those that are selected there; absent: ask
   * @param selection the elements that are selected with it
   */
  async choose(argument: unknown, selection: unknown, question: RunQuestion): Promise<readonly RunOverview[]> {
    await this.ready;
    const { able, none, many = false } = question;
    const isFit = (run: RunOverview) => able === undefined || isAble(run, able);
    const given = await this.given(argument, selection);
    const fit = inOrder('newest', (given ?? this.store.runs).filter(isFit));
    if (given && fit.length > 0) return many ? fit : fit.slice(0, 1);
    if (fit.length === 0) {
      const [first] = given ?? [];
      const state = first && `${runTitle(first)}: ${stateWords(first, vscode.l10n)}. `;
      void vscode.window.showInformationMessage(`${state ?? ''}${none}`);
      return [];
    }
    return fit.length === 1 ? fit : pick(fit, question);
  }

  private async given(argument: unknown, selection: unknown): Promise<readonly RunOverview[] | undefined> {
    const paths = z.array(z.string()).safeParse(argument);
    if (typeof argument === 'string') return this.at([argument]);
    if (paths.success) return this.at(paths.data);
    if (argument instanceof vscode.Uri) return this.ofFile(argument);
    const isSelection = selectedSchema.safeParse(argument).success;
    const elements = isSelection ? this.explorer.selection() : (z.array(elementSchema).safeParse(selection).data ?? []);
    const element = elementSchema.safeParse(argument).data;
    const chosen = elements.length > 0 ? elements : element ? [element] : [];
    if (chosen.length === 0) return undefined;
    return [...new Set(chosen.flatMap(({ id }) => this.ofElement({ id })))];
  }

  private async at(paths: readonly string[]): Promise<RunOverview[]> {
    const unknown = paths.filter(path => !this.store.get(path));
    await Promise.all(unknown.map(path => this.store.refresh(path)));
    return paths.flatMap(path => this.store.get(path) ?? []);
  }

  private ofFile({ fsPath }: vscode.Uri): Promise<RunOverview[]> | RunOverview[] {
    const file = this.experiments.all.find(({ path }) => path === fsPath);
    if (!file) return this.at([fsPath]);
    return this.store.runs.filter(run => run.experiment === file.name && rootOfRun(run) === file.root);
  }

  private ofElement(element: ExplorerElement): RunOverview[] {
    const node = this.explorer.nodeOf(element);
    if (node?.kind === 'run') return [node.run];
    return node?.children.flatMap(id => this.ofElement({ id })) ?? [];
  }
}

async function pick(
  runs: readonly RunOverview[],
  { title, many = false }: RunQuestion,
): Promise<readonly RunOverview[]> {
  const items = runs.map(run => ({
    label: runTitle(run),
    description: runDescription(run, vscode.l10n),
    iconPath: new vscode.ThemeIcon(stateIcon(run.presence).icon),
    run,
  }));
  const options = { title, matchOnDescription: true };
  if (many) {
    const picked = await vscode.window.showQuickPick(items, { ...options, canPickMany: true });
    return picked?.map(({ run }) => run) ?? [];
  }
  const picked = await vscode.window.showQuickPick(items, options);
  return picked ? [picked.run] : [];
}
