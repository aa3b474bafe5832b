import * as vscode from 'vscode';
import type { SetupChange } from '../../protocol/setupChange';
import { type Forecast, type ForecastQuestion, type Preview, inspectorRequests } from '../../protocol/inspection';
import type { SetupMessage } from '../../protocol/setupPanel';
import { type SetupRequest, setupRequestSchema } from '../../protocol/setupRequests';
import type { RunStore } from '../../runs/runStore';
import type { ClassCounter } from '../experiments/classCount';
import { type ExperimentProblem, type ReadExperiment, readExperiment } from '../experiments/readExperiment';
import { commandIds, viewTypes } from '../ids';
import { type PageSurroundings, servePage } from '../pages/page';
import { trainingEngine, trainingThreads } from '../processSettings';
import { browseFor, changeTo } from './browse';
import { budgetOf } from './budget';
import { changeText } from './changeText';
import { CheckpointFacts } from './checkpointFacts';
import { type Inspector, LatestRequest } from './latestRequest';
import { nameOfFile, writeVariant } from './newFile';
import { RunsBeside } from './runsBeside';
import { setupCatalogue } from './setupCatalogue';
import { setupContents } from './setupContents';
import { replaceText, showText } from './setupDocument';
import { partTitles, setupWords } from './setupWords';

/** What every set-up editor shares. */
export interface SetupSurroundings extends PageSurroundings {
  readonly inspector: Inspector;
  readonly classes: ClassCounter;
  readonly runs: Pick<RunStore, 'runs' | 'onDidChange'>;
}

/** Milliseconds of rest after a change before another process is asked about it. */
const pause = 300;
/** Milliseconds before methods are compared, so that what a control changes is drawn first. */
const afterDrawing = 30;
const thumbnails = 12;

/** One file in its set-up panel. The text is the truth: every change goes into it, and the page follows it. */
export class SetupEditor implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;
  private readonly forecast: LatestRequest<ForecastQuestion, Forecast>;
  private readonly preview: LatestRequest<{ file: string; text: string; thumbnails: number }, Preview>;
  private readonly checkpoint: CheckpointFacts;
  /** Counts how often a checkpoint became another while it was looked at: what was asked about it is asked again. */
  private checkpointVersion = 0;
  private newest = 0;
  private budget: number | null = null;
  private budgetTimer: NodeJS.Timeout | undefined;
  private problem: ExperimentProblem | undefined;
  private wantsMeasure = false;
  private assumesClasses = false;
  private readonly trainings: RunsBeside;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly panel: vscode.WebviewPanel,
    private readonly surroundings: SetupSurroundings,
  ) {
    const { inspector, log } = surroundings;
    const options = { pause, log };
    this.trainings = new RunsBeside(surroundings.runs, slowed => this.forecastAgain(slowed));
    this.forecast = new LatestRequest(
      inspector,
      inspectorRequests.forecast,
      forecast => {
        this.post({ type: 'forecast', forecast });
        this.trainings.heard(forecast.state === 'known' ? forecast.value : undefined);
      },
      options,
    );
    this.preview = new LatestRequest(
      inspector,
      inspectorRequests.preview,
      preview => {
        this.post({ type: 'preview', preview });
        // Where the images have only now come, such as a sample's, their classes can be counted.
        if (preview.state === 'known' && this.assumesClasses) void this.show(document.getText());
      },
      options,
    );
    const lookedInto = (replaces: boolean) => {
      if (replaces) this.checkpointVersion++;
      void this.show(document.getText());
    };
    this.checkpoint = new CheckpointFacts(inspector, lookedInto, log);
    this.subscriptions = vscode.Disposable.from(
      this.forecast,
      this.preview,
      this.checkpoint,
      // A checkpoint may have come while the panel was not looked at.
      panel.onDidChangeViewState(() => {
        if (panel.visible) void this.show(document.getText());
      }),
      vscode.workspace.onDidChangeTextDocument(({ document: changed, contentChanges }) => {
        if (changed === document && contentChanges.length > 0) void this.show(document.getText());
      }),
      this.trainings,
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.show(document.getText())),
      servePage(panel, surroundings, { name: 'setup', request: setupRequestSchema }, request => this.handle(request)),
    );
  }

  dispose(): void {
    clearTimeout(this.budgetTimer);
    this.subscriptions.dispose();
  }

  /** Measures what the experiment costs, now or as soon as the page listens. */
  measure(): void {
    const reading = readExperiment(this.document.getText());
    this.wantsMeasure = true;
    if (reading.kind === 'experiment') this.askForecast(reading, this.document.getText());
  }

  private post(message: SetupMessage): void {
    void this.panel.webview.postMessage(message);
  }

  private async handle(request: SetupRequest): Promise<void> {
    const { document } = this;
    switch (request.type) {
      case 'ready':
        this.budget = request.budget;
        this.post({ type: 'opened', words: setupWords(), catalogue: setupCatalogue() });
        this.forecast.repeat();
        this.preview.repeat();
        return this.show(document.getText());
      case 'try':
        return this.problem?.json === false ? undefined : this.show(changeText(document.getText(), request.change));
      case 'change':
        return this.change(request.change);
      case 'budget':
        this.budget = request.budget;
        return this.show(document.getText());
      case 'browse':
        return this.browse(request.what);
      case 'saveAs': {
        const file = await writeVariant(document, request);
        await vscode.commands.executeCommand('vscode.openWith', file, viewTypes.setup);
        return;
      }
      case 'copy':
        return vscode.env.clipboard.writeText(request.text);
      case 'run':
        await vscode.commands.executeCommand(commandIds.run, document.uri);
        return;
      case 'forecast':
        return this.measure();
      case 'editAsText':
        return showText(document, this.problem?.range);
    }
  }

  /** Changes the file, unless that would break an experiment that holds together. */
  private async change(change: SetupChange): Promise<void> {
    if (this.problem?.json === false) return;
    const text = changeText(this.document.getText(), change);
    const reading = readExperiment(text);
    const breaks = reading.kind === 'problem' && readExperiment(this.document.getText()).kind === 'experiment';
    if (breaks) {
      // As the file is again, for what was tried.
      await this.show(this.document.getText());
      this.post({ type: 'refused', sentence: reading.sentence });
    } else if (text === this.document.getText()) {
      await this.show(text);
    } else {
      await replaceText(this.document, text);
    }
  }

  private async browse(what: 'data' | 'checkpoint'): Promise<void> {
    const path = await browseFor(what, this.document.uri);
    const change = path === undefined ? undefined : changeTo(what, path, readExperiment(this.document.getText()));
    if (change) await this.change(change);
  }

  /** Tells the page what a text says: that of the file, or one that is being tried. */
  private async show(text: string): Promise<void> {
    const mine = ++this.newest;
    const read = readExperiment(text);
    const isTried = text !== this.document.getText();
    if (read.kind === 'problem') {
      if (isTried) {
        this.post({ type: 'refused', sentence: read.sentence });
        return;
      }
      this.problem = read;
      const line = this.document.positionAt(read.range.start).line + 1;
      this.post({ type: 'problem', sentence: read.sentence, line, json: read.json });
      return;
    }
    const { uri } = this.document;
    const { architecture, counted } = this.checkpoint.about(read, { file: uri.fsPath, text });
    const reading = { ...read, architecture };
    const classes = await this.surroundings.classes.count(reading.experiment.data.path, uri.fsPath);
    if (mine !== this.newest) return;
    this.assumesClasses = classes.isAssumed;
    if (!isTried) this.problem = undefined;
    this.post({ type: 'setup', setup: setupContents(reading, nameOfFile(uri), counted, classes, partTitles()) });
    clearTimeout(this.budgetTimer);
    this.budgetTimer = setTimeout(
      () => this.post({ type: 'budget', budget: budgetOf(reading, this.budget) }),
      afterDrawing,
    );
    this.askForecast(reading, text);
    this.askPreview(reading, text);
  }

  private askForecast({ experiment }: ReadExperiment, text: string): void {
    if (!this.mayAsk()) return;
    const { uri } = this.document;
    const measure = this.wantsMeasure;
    this.wantsMeasure = false;
    // What was measured is not replaced by an estimate of the same.
    const [engine, threads] = [trainingEngine(), trainingThreads()];
    const key = JSON.stringify([{ ...experiment, name: '' }, engine, threads, this.checkpointVersion]);
    const runs = this.trainings.count;
    this.forecast.ask(key, { file: uri.fsPath, text, measure, engine, threads, runs }, { atOnce: measure });
  }

  /** Makes the forecast anew, the same way as the one before. */
  private forecastAgain({ basis }: Forecast): void {
    this.wantsMeasure = basis === 'measured';
    this.forecast.forget();
    void this.show(this.document.getText());
  }

  private askPreview({ experiment }: ReadExperiment, text: string): void {
    if (!this.mayAsk()) return;
    const { data, seed, backbone } = experiment;
    const key = JSON.stringify([data, seed, backbone, this.checkpointVersion]);
    this.preview.ask(key, { file: this.document.uri.fsPath, text, thumbnails });
  }

  /** A workspace that isn't trusted may be looked at, but starts no process. */
  private mayAsk(): boolean {
    if (vscode.workspace.isTrusted) return true;
    const sentence = vscode.l10n.t('Trust the workspace to have its images read and the cost of training estimated.');
    this.post({ type: 'forecast', forecast: { state: 'problem', sentence } });
    this.post({ type: 'preview', preview: { state: 'problem', sentence } });
    return false;
  }
}
