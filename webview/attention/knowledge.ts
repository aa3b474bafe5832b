import type {
  AttentionMessage,
  ImageList,
  NearestPatches,
  OwnImage,
  PanelCheckpoint,
  PromptSimilarity,
} from '../../src/protocol/attentionPanel';
import type { AttentionRequestKind, AttentionState } from '../../src/protocol/attentionRequests';
import type { AttentionWords } from '../../src/protocol/attentionWords';
import { AttentionMaps } from './attentionMaps';

/** The attention that is on screen. */
export interface ShownAttention {
  readonly maps: AttentionMaps;
  readonly checkpoint: string;
  readonly image: string;
  /** The one that was asked for; null for the mean of all. */
  readonly head: number | null;
}

/** What the page was told. */
export interface Knowledge {
  readonly title: string;
  readonly words: AttentionWords;
  readonly checkpoints: readonly PanelCheckpoint[];
  readonly own: readonly OwnImage[];
  readonly lists: Readonly<Partial<Record<ImageList['which'], ImageList>>>;
  /** The last one told, which stays while another is computed. */
  readonly shown?: ShownAttention;
  readonly similarity?: PromptSimilarity;
  readonly nearest?: NearestPatches;
  readonly progress?: Extract<AttentionMessage, { type: 'progress' }>;
  /** What is wrong, a sentence for each kind of request. */
  readonly problems: Readonly<Partial<Record<AttentionRequestKind | 'file', string>>>;
}

type Told = Exclude<AttentionMessage, { type: 'opened' }>;

/** What the page knows after a message. */
export function told(known: Knowledge, message: Told): Knowledge {
  switch (message.type) {
    case 'checkpoints':
      return { ...known, checkpoints: message.checkpoints };
    case 'own':
      return {
        ...without(known, 'file'),
        own: [...known.own.filter(({ file }) => file !== message.image.file), message.image],
      };
    case 'images':
      return { ...without(known, 'images'), lists: { ...known.lists, [message.list.which]: message.list } };
    case 'attention': {
      const { checkpoint, image, head, attention } = message;
      return { ...without(known, 'attention'), shown: { maps: new AttentionMaps(attention), checkpoint, image, head } };
    }
    case 'similarity':
      return { ...without(known, 'similarity'), similarity: message.similarity };
    case 'nearest':
      return { ...without(known, 'nearest'), nearest: message.nearest };
    case 'progress':
      return { ...known, progress: message };
    case 'problem':
      return { ...known, progress: undefined, problems: { ...known.problems, [message.kind]: message.sentence } };
  }
}

const without = (known: Knowledge, kind: AttentionRequestKind | 'file'): Knowledge => ({
  ...known,
  progress: undefined,
  problems: { ...known.problems, [kind]: undefined },
});

/**
 * The layer whose learned prompts a layer reads: its own, or, where they are carried from layer to layer, the one that
 * brought them.
 */
export function layerOfPrompts({ shown, similarity }: Pick<Knowledge, 'shown' | 'similarity'>, layer: number): number {
  if (!shown?.maps.attention.carried || similarity === undefined) return layer;
  const brought = similarity.promptsOfLayer.findLastIndex((count, index) => count > 0 && index <= layer);
  return brought < 0 ? layer : brought;
}

/** The checkpoint that is looked at: the one chosen if the run still has it, else its best, else its last. */
export function checkpointOf(
  { checkpoints }: Pick<Knowledge, 'checkpoints'>,
  { checkpoint }: Pick<AttentionState, 'checkpoint'>,
): PanelCheckpoint | undefined {
  return (
    checkpoints.find(({ name }) => name === checkpoint) ?? checkpoints.find(({ best }) => best) ?? checkpoints.at(-1)
  );
}
