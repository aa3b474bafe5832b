import type { ImageList } from '../../src/protocol/attentionPanel';
import type { AttentionRequest, AttentionRequestKind, AttentionState } from '../../src/protocol/attentionRequests';
import { isPromptMode } from './attentionMaps';
import { type Knowledge, checkpointOf } from './knowledge';
import { stateWithin } from './state';

/** A request that the page makes by itself, as what it shows needs it. */
export type Want = Extract<AttentionRequest, { type: Exclude<AttentionRequestKind, 'nearest'> }>;

/** What was asked, and of that what was answered or failed; each by its kind. */
export interface Asked {
  readonly asked: ReadonlyMap<AttentionRequestKind, string>;
  readonly settled: ReadonlyMap<AttentionRequestKind, string>;
}

/** Tells one request from others. */
export const keyOf = (want: Want): string => JSON.stringify(want);

/** The image that is looked at: the one chosen, else the first of the list. Null while there is none. */
export function imageOf({ lists }: Pick<Knowledge, 'lists'>, { image, strip }: AttentionState): string | null {
  return image ?? (strip === 'own' ? null : (lists[strip]?.images[0]?.file ?? null));
}

/** The head whose maps are asked for: another than is there only if its maps of prompts are looked at and not there. */
function headOf({ shown }: Pick<Knowledge, 'shown'>, state: AttentionState): number | null {
  if (shown === undefined) return null;
  if (shown.maps.haveAllHeads || !isPromptMode(state.mode)) return shown.head;
  return stateWithin(state, shown.maps.attention).head;
}

/**
 * What is to be asked now. The attention of the image goes first, so that a scrubbed checkpoint shows at once; lists and
 * similarities of the checkpoint follow when it is there. Nothing is asked twice in a row.
 */
export function wants(
  known: Pick<Knowledge, 'checkpoints' | 'lists' | 'shown'>,
  state: AttentionState,
  limit: number,
  { asked, settled }: Asked,
): Want[] {
  const checkpoint = checkpointOf(known, state)?.name;
  if (checkpoint === undefined) return [];
  const image = imageOf(known, state);
  const which: ImageList['which'] = state.strip === 'own' ? 'validation' : state.strip;
  const images: Want = { type: 'images', which, checkpoint, limit };
  const head = headOf(known, state);
  const attention: Want | null = image === null ? null : { type: 'attention', checkpoint, image, head };
  // The host knows no images before it has listed them.
  const first = known.lists[which] === undefined && settled.get('images') === undefined ? images : attention;
  const isSettled = first === null || settled.get(first.type) === keyOf(first);
  const hasPrompts = (known.shown?.maps.attention.prompts ?? 0) > 0;
  const after: (Want | null)[] = isSettled
    ? [attention, images, hasPrompts ? { type: 'similarity', checkpoint } : null]
    : [];
  return [first, ...after]
    .filter(want => want !== null)
    .filter((want, index, all) => asked.get(want.type) !== keyOf(want) && all.indexOf(want) === index);
}
