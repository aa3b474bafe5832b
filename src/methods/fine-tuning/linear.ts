import { defineMethod } from '../method';

/** Linear probe: the backbone stays as it is, and the head alone is trained on its features. */
export const linear = defineMethod({
  id: 'linear',
  title: 'Linear probe',
  group: 'fine-tuning',
  subgroup: 'head',
  idea: 'Train the classification head alone, on features that are computed once per image.',
  citation: {
    title: 'Understanding intermediate layers using linear classifier probes',
    authors: 'Alain and Bengio',
    year: 2016,
    arxiv: '1610.01644',
  },
  hyperparameters: {},
  parameters: () => [],
});
