import type { PanelCheckpoint } from '../../src/protocol/attentionPanel';
import type { AttentionWords } from '../../src/protocol/attentionWords';
import { filled } from './filled';
import type { Look } from './figures';

/** What a caption says beside how the map was made. */
export interface CaptionOf {
  readonly look: Look;
  readonly heads: number;
  readonly title: string;
  readonly checkpoint: PanelCheckpoint | undefined;
  readonly image: string;
}

/** Says what a map is of and how it was made: `softmax weights, head 2, layer 4, query = prompt 3, digits #1, epoch 7 …`. */
export function caption({ look, heads, title, checkpoint, image }: CaptionOf, words: AttentionWords): string {
  const made =
    look.mode === 'rollout'
      ? [words.captionRollout]
      : [
          words.captionWeights,
          look.mode === 'clsToPrompts'
            ? words.captionEachHead
            : look.head === null
              ? filled(words.captionMean, heads)
              : filled(words.captionHead, look.head),
          filled(words.captionLayer, look.layer),
          ends(look, words),
        ];
  const of = [title, checkpoint && checkpointName(checkpoint, words), image];
  return [...made, ...of].filter(Boolean).join(', ');
}

function ends({ mode, prompt }: Look, words: AttentionWords): string {
  switch (mode) {
    case 'patchesToPrompts':
      return prompt === null ? words.captionPromptsKeySum : filled(words.captionPromptKey, prompt);
    case 'promptsToPatches':
      return prompt === null ? words.captionPromptsQueryMean : filled(words.captionPromptQuery, prompt);
    case 'clsToPatches':
      return words.captionClsQuery;
    case 'clsToPrompts':
      return words.captionClsPrompts;
    case 'rollout':
      return '';
  }
}

/** `epoch 7`, or `epoch 7, step 130` for a checkpoint made within the next. */
export const checkpointName = ({ epoch, step, within }: PanelCheckpoint, words: AttentionWords): string =>
  within ? filled(words.epochStep, epoch, step) : filled(words.epoch, epoch);
