import * as vscode from 'vscode';
import { experimentPattern } from '../ids';

/** Experiment files, by their names. */
export const experimentSelector: vscode.DocumentSelector = { pattern: experimentPattern };

/** Whether a document is an experiment file. */
export const isExperiment = (document: vscode.TextDocument): boolean =>
  vscode.languages.match(experimentSelector, document) > 0;
