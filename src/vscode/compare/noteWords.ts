import type * as vscode from 'vscode';
import type { NoteWords } from '../../experiments/comparison/notes';

/** The notes of a comparison in the language of the editor. */
export const noteWords = (l10n: typeof vscode.l10n): NoteWords => ({
  backbone: name => l10n.t('backbone {0}', name),
  head: parameters => l10n.t('head of {0} parameters', parameters),
  epochs: count => l10n.t('{0} epochs', count),
  batches: size => l10n.t('batches of {0}', size),
  testImages: count => l10n.t('{0} test images in each run', count),
  same: phrases => l10n.t('The same in all: {0}.', phrases),
  testOfBest: l10n.t('Tested once, at the end: the epoch with the best validation accuracy.'),
  testOfLast: l10n.t('Tested once, at the end: the last epoch.'),
  overSeeds: l10n.t(
    "95 % CI of several seeds: Student's t over them. Each seed draws its own split, unless the data folder has one.",
  ),
  overImages: l10n.t(
    '95 % CI of one seed: from the number of test images alone (Wilson); another seed may change more.',
  ),
  pairedBy: {
    seeds: baseline => l10n.t("Difference from {0}: tested in pairs of the same seed (Student's t).", baseline),
    images: baseline =>
      l10n.t('Difference from {0}: tested on the same images, as there is one seed (McNemar, exact).', baseline),
  },
  corrected: tests => l10n.t("p: after Holm's correction for {0} tests.", tests),
});
