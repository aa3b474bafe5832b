import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { formatComparison } from '../../experiments/comparison/formats';
import type { CompareMessage } from '../../protocol/comparePanel';
import { type CompareRequest, compareRequestSchema, compareStateSchema } from '../../protocol/compareRequests';
import { readRun } from '../../runs/readRun';
import type { RunStore } from '../../runs/runStore';
import type { CheckedRuns } from '../explorer/checkedRuns';
import { viewTypes } from '../ids';
import { type PageSurroundings, servePage } from '../pages/page';
import { compareWords } from './compareWords';
import { type ComparedRuns, comparison } from './comparison';
import { noteWords } from './noteWords';

/** Runs under way are read again so often at most, in milliseconds. */
const interval = 2000;

/** What the compare panels need of their surroundings. */
export interface CompareSurroundings extends PageSurroundings {
  readonly runs: Pick<RunStore, 'onDidChange'>;
  readonly checked: Pick<CheckedRuns, 'stylesOf'>;
}

/** Panels that set runs beside each other, one for each choice of runs. */
export class ComparePanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>();

  constructor(private readonly surroundings: CompareSurroundings) {}

  /** Opens the comparison of these runs, or shows it again. @param runs paths of their folders */
  show(runs: readonly string[]): void {
    const open = this.panels.get(keyOf(runs));
    if (open) {
      open.reveal();
      return;
    }
    this.fill(vscode.window.createWebviewPanel(viewTypes.compare, '', vscode.ViewColumn.Active), runs);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = compareStateSchema.safeParse(state);
    if (kept.success && kept.data.runs.length > 0) this.fill(panel, kept.data.runs);
    else panel.dispose();
  }

  dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, paths: readonly string[]): void {
    const { checked, runs, log } = this.surroundings;
    const post = (message: CompareMessage) => void panel.webview.postMessage(message);
    let baseline: string | null = null;
    let compared: ComparedRuns | undefined;
    let timer: NodeJS.Timeout | undefined;
    let newest = 0;
    const send = async () => {
      const mine = ++newest;
      // A run that was deleted is no part of it any more.
      const left = paths.filter(path => existsSync(path));
      const read = await Promise.all(left.map(readRun));
      if (mine !== newest) return;
      if (left.length === 0) return panel.dispose();
      panel.title = vscode.l10n.t('Compare: {0} runs', left.length);
      compared = comparison(read, baseline, { stylesOf: shown => checked.stylesOf(shown), l10n: vscode.l10n });
      post(compared.message);
    };
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (panel.visible) send().catch((error: unknown) => log.warn(String(error)));
      }, interval);
    };
    this.panels.set(keyOf(paths), panel);
    const handle = async (request: CompareRequest): Promise<void> => {
      switch (request.type) {
        case 'ready':
          baseline = request.baseline;
          post({ type: 'opened', words: compareWords(vscode.l10n), paths: [...paths] });
          return send();
        case 'baseline':
          baseline = request.row;
          return send();
        case 'copy': {
          const rows = request.rows.flatMap(row => compared?.rows.get(row) ?? []);
          await vscode.env.clipboard.writeText(formatComparison(rows, request.format, noteWords(vscode.l10n)));
          post({ type: 'copied', format: request.format });
        }
      }
    };
    const subscriptions = vscode.Disposable.from(
      { dispose: () => clearTimeout(timer) },
      runs.onDidChange(changes => {
        if (changes.some(({ path }) => paths.includes(path))) soon();
      }),
      servePage(panel, this.surroundings, { name: 'compare', request: compareRequestSchema }, handle),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      this.panels.delete(keyOf(paths));
    });
  }
}

const keyOf = (runs: readonly string[]) => runs.toSorted().join('\n');
