import type { NoteWords } from './notes';

/** The notes of the command line. */
export const englishNotes: NoteWords = {
  backbone: name => `backbone ${name}`,
  head: parameters => `head of ${parameters} parameters`,
  epochs: count => `${count} epochs`,
  batches: size => `batches of ${size}`,
  testImages: count => `${count} test images in each run`,
  same: phrases => `The same in all: ${phrases}.`,
  testOfBest: 'Tested once, at the end: the epoch with the best validation accuracy.',
  testOfLast: 'Tested once, at the end: the last epoch.',
  overSeeds:
    "95 % CI of several seeds: Student's t over them. Each seed draws its own split, unless the data folder has one.",
  overImages: '95 % CI of one seed: from the number of test images alone (Wilson); another seed may change more.',
  pairedBy: {
    seeds: baseline => `Difference from ${baseline}: tested in pairs of the same seed (Student's t).`,
    images: baseline =>
      `Difference from ${baseline}: tested on the same images, as there is one seed (McNemar, exact).`,
  },
  corrected: tests => `p: after Holm's correction for ${tests} tests.`,
};
