import * as vscode from 'vscode';
import { seriesStyle } from '../../protocol/seriesColors';
import type { CheckedRuns } from './checkedRuns';

/** Stands for runs where the editor decorates files; nothing is read from it. */
const scheme = 'visual-tuning-run';

/** What the editor knows a run by, to decorate it. */
export function decoratedRun(path: string): vscode.Uri {
  return vscode.Uri.file(path).with({ scheme });
}

function isHighContrast(): boolean {
  const { kind } = vscode.window.activeColorTheme;
  return kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight;
}

/** Draws the runs that are checked in the colour that they have in charts. */
export class SeriesDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri[]>();
  private series: ReadonlyMap<string, number>;
  private readonly subscription: vscode.Disposable;

  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(checked: CheckedRuns) {
    this.series = checked.series;
    const update = () => {
      const [before, now] = [this.series, checked.series];
      this.series = now;
      const touched = [...new Set([...before.keys(), ...now.keys()])].filter(run => before.get(run) !== now.get(run));
      this.changed.fire(touched.map(decoratedRun));
    };
    this.subscription = vscode.Disposable.from(
      checked.onDidChange(update),
      vscode.window.onDidChangeActiveColorTheme(() => this.changed.fire([...this.series.keys()].map(decoratedRun))),
      vscode.window.registerFileDecorationProvider(this),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined;
    const index = this.series.get(uri.with({ scheme: 'file' }).fsPath);
    if (index === undefined) return undefined;
    const { color, dash } = seriesStyle(index);
    const decoration = new vscode.FileDecoration(dash === 0 ? '●' : '◌', vscode.l10n.t('plotted'));
    // Where contrast matters most, text keeps the colour of text, and lines in charts differ by their dashes.
    if (!isHighContrast()) decoration.color = new vscode.ThemeColor(`charts.${color}`);
    return decoration;
  }

  dispose(): void {
    vscode.Disposable.from(this.changed, this.subscription).dispose();
  }
}
