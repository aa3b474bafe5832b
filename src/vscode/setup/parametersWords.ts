import * as vscode from 'vscode';
import type { ParametersWords } from '../../protocol/parametersPanel';
import type { PartTitles } from './parametersLedger';

/** The words of the parameters panel in the language of the editor. */
export const parametersWords = (): ParametersWords => ({
  waiting: vscode.l10n.t('Reading the experiment …'),
  trainable: vscode.l10n.t('trainable'),
  ofBackbone: vscode.l10n.t('of the backbone'),
  head: vscode.l10n.t('head'),
  total: vscode.l10n.t('total'),
  editAsText: vscode.l10n.t('Edit as text'),
  chartTitle: vscode.l10n.t('Trained parameters per layer'),
  tableTitle: vscode.l10n.t('Tensors'),
  logScale: vscode.l10n.t('Log scale'),
  trainedOnly: vscode.l10n.t('Trained only'),
  layer: vscode.l10n.t('Layer'),
  tensor: vscode.l10n.t('Tensor'),
  shape: vscode.l10n.t('Shape'),
  parameters: vscode.l10n.t('Parameters'),
  // Heights that are stacked on a log scale have no meaning.
  parametersOnLogScale: vscode.l10n.t('Parameters, log scale, parts side by side'),
  trained: vscode.l10n.t('Trained'),
  yes: vscode.l10n.t('yes'),
  no: vscode.l10n.t('no'),
});

/** What the bars of the chart are called, where they are not methods. */
export const partTitles = (): PartTitles => ({
  embedding: vscode.l10n.t('embedding'),
  attention: vscode.l10n.t('attention'),
  mlp: vscode.l10n.t('MLP'),
  norms: vscode.l10n.t('norms'),
  other: vscode.l10n.t('other'),
  head: vscode.l10n.t('head'),
});
