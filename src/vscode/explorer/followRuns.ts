import * as vscode from 'vscode';
import type { RunPresence } from '../../protocol/runOverview';
import type { RunChange, RunStore } from '../../runs/runStore';
import type { TrainingSupervisor } from '../../runs/supervision/trainingSupervisor';
import { stateKind } from './explorerView';

const hasProcess = (presence: RunPresence) => ['underWay', 'queued', 'lost'].includes(stateKind(presence));

/** Keeps store and supervision together: runs that are at work are followed, and what their processes say is looked up. */
export function followRuns(
  store: RunStore,
  supervisor: TrainingSupervisor,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const attach = (paths: readonly string[]) => {
    // To attach is to start those that wait.
    if (paths.length === 0 || !vscode.workspace.isTrusted) return;
    supervisor.attach(paths).catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
  };
  const isNew = ({ before, now }: RunChange) =>
    now !== undefined && hasProcess(now.presence) && !(before && hasProcess(before.presence));
  return vscode.Disposable.from(
    store.onDidChange(changes => attach(changes.filter(isNew).map(({ path }) => path))),
    supervisor.onNews(news => {
      // Steps are told in the state, which is read every second as it is.
      if (news.kind === 'changed' || news.kind === 'stopping') void store.refresh(news.run);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() =>
      attach(store.runs.filter(({ presence }) => hasProcess(presence)).map(({ path }) => path)),
    ),
  );
}
