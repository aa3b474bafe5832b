import * as vscode from 'vscode';
import type { ExperimentDocuments, SettledExperiment } from './experimentDocuments';
import { productName } from '../ids';

/** Shows what is wrong with an open experiment file at the field that it is about. */
export function showExperimentProblems(documents: ExperimentDocuments): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection(productName);
  return vscode.Disposable.from(
    problems,
    documents.onDidSettle(settled => problems.set(settled.document.uri, diagnosticsOf(settled))),
    documents.onDidClose(document => problems.delete(document.uri)),
  );
}

function diagnosticsOf({ document, reading }: SettledExperiment): vscode.Diagnostic[] {
  if (reading.kind === 'experiment') return [];
  const { start, end } = reading.range;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const diagnostic = new vscode.Diagnostic(range, reading.sentence);
  diagnostic.source = productName;
  return [diagnostic];
}
