import { vitParameters } from '../../backbones/vit/parameters';
import { defineMethod } from '../method';

/** Full fine-tuning: every weight of the backbone is trained. */
export const full = defineMethod({
  id: 'full',
  title: 'Full fine-tuning',
  group: 'fine-tuning',
  subgroup: 'full',
  idea: 'Train every weight of the backbone: the costliest way, and the one that others are measured against.',
  citation: {
    title: 'Rich feature hierarchies for accurate object detection and semantic segmentation',
    authors: 'Girshick et al.',
    year: 2014,
    arxiv: '1311.2524',
  },
  hyperparameters: {},
  parameters: architecture => vitParameters(architecture).map(({ name }) => ({ kind: 'backbone', name })),
});
