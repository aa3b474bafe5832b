import * as vscode from 'vscode';
import type { EngineProgress, EngineReport } from '../../protocol/engineReport';
import type { EngineTask, EnginesMessage } from '../../protocol/enginesPanel';
import { type CommandLine, askEngines, doWithEngines } from './commandLine';
import { progressText } from './progressText';

type TaskMessage = Extract<EnginesMessage, { type: 'task' }>;

const wordsOf: Readonly<Record<EngineTask, readonly string[]>> = {
  install: ['install', 'tensorflow'],
  remove: ['remove', 'tensorflow'],
  installCuda: ['install', 'cuda'],
  removeCuda: ['remove', 'cuda'],
  measure: ['measure'],
};

/** What is done about engines: one thing at a time, in a process of the command line, told in a notification. */
export class EngineWork implements vscode.Disposable {
  private readonly news = new vscode.EventEmitter<TaskMessage>();
  /** What is being done, and how it ended. */
  readonly onNews = this.news.event;
  private running: { readonly name: EngineTask; readonly stop: AbortController } | undefined;
  /** What was said last: for a page that opens later. */
  current: TaskMessage = { type: 'task', task: null, said: null };

  constructor(private readonly commandLine: CommandLine) {}

  look(fresh: boolean): Promise<EngineReport> {
    return askEngines(this.commandLine, fresh);
  }

  cancel(): void {
    this.running?.stop.abort();
  }

  /** Does it to its end. @returns whether it was done; nothing is thrown, the person is told what went wrong */
  async start(name: EngineTask): Promise<boolean> {
    if (this.running !== undefined) {
      const busy = vscode.l10n.t('Wait until this is done, or cancel it: {0}', taskTitle(this.running.name));
      void vscode.window.showWarningMessage(busy);
      return false;
    }
    const stop = new AbortController();
    this.running = { name, stop };
    this.tell({ name, progress: null });
    try {
      const said = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: taskTitle(name), cancellable: true },
        (notification, token) => {
          token.onCancellationRequested(() => stop.abort());
          return doWithEngines(this.commandLine, wordsOf[name], {
            signal: stop.signal,
            onEvent: event => {
              if (event.event !== 'progress') return;
              notification.report({ message: progressText(event, vscode.env.language) });
              this.tell({ name, progress: event });
            },
          });
        },
      );
      this.end(said, false);
      void vscode.window.showInformationMessage(said);
      return true;
    } catch (error) {
      if (stop.signal.aborted) this.end(vscode.l10n.t('Cancelled: {0}', taskTitle(name)), false);
      else {
        const sentence = error instanceof Error ? error.message : String(error);
        this.end(sentence, true);
        void vscode.window.showErrorMessage(sentence);
      }
      return false;
    } finally {
      this.running = undefined;
    }
  }

  dispose(): void {
    this.cancel();
    this.news.dispose();
  }

  private tell(task: { name: EngineTask; progress: EngineProgress | null }): void {
    this.say({ type: 'task', task, said: null });
  }

  private end(text: string, isProblem: boolean): void {
    this.say({ type: 'task', task: null, said: { text, isProblem } });
  }

  private say(message: TaskMessage): void {
    this.current = message;
    this.news.fire(message);
  }
}

function taskTitle(name: EngineTask): string {
  switch (name) {
    case 'install':
      return vscode.l10n.t('Installing TensorFlow');
    case 'remove':
      return vscode.l10n.t('Removing TensorFlow');
    case 'installCuda':
      return vscode.l10n.t('Installing the CUDA provider of ONNX Runtime');
    case 'removeCuda':
      return vscode.l10n.t('Removing the CUDA provider of ONNX Runtime');
    case 'measure':
      return vscode.l10n.t('Measuring the engines');
  }
}
