import type { DrawnMap } from './attentionPicture';
import type { Attention } from './inspectAttention';
import { largestAt, ofHead, total } from './oneHead';
import { mostPrompts, patchCount, promptsOfLayer } from './tokenLayout';

/** Which of the maps are meant; a head of null is the mean over heads. */
export interface ChosenMaps {
  readonly layer: number;
  readonly head: number | null;
  /** The one that the class token attends to most, if absent. */
  readonly prompt?: number;
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const largest = (...maps: readonly Float32Array[]) =>
  maps.reduce((found, map) => map.reduce((a, b) => Math.max(a, b), found), 0);

const drawn = (map: Float32Array, brightest: number, ...caption: string[]): DrawnMap => ({
  map,
  brightest,
  caption: [...caption, `dark 0 to bright ${percent(brightest)}`],
});

/**
 * The maps of a choice as they are drawn: the image; the class token's before and after tuning, on one scale; a prompt's;
 * rollout.
 */
export function drawnMaps({ layout, tuned, before }: Attention, { layer, head, prompt }: ChosenMaps): DrawnMap[] {
  const { heads } = layout;
  const patches = patchCount(layout);
  const most = mostPrompts(layout);
  const where = `layer ${layer}, ${head === null ? 'mean over heads' : `head ${head}`}`;
  const cls = (maps: Float32Array) => ofHead(maps, { heads, size: patches }, layer, head);
  const [after, earlier] = [cls(tuned.clsToPatches), cls(before.clsToPatches)];
  const [best] = tuned.predictions;
  const shown: DrawnMap[] = [
    {
      map: null,
      brightest: 0,
      caption: ['The image as the network sees it', `Taken for ${best.name} (${percent(best.probability)})`],
    },
    drawn(after, largest(after, earlier), 'CLS → patches', 'Softmax weights of the class token', where),
    drawn(earlier, largest(after, earlier), 'CLS → patches before tuning', 'Softmax weights of the class token', where),
  ];
  if (promptsOfLayer(layout)[layer] > 0) {
    const onPrompts = ofHead(tuned.clsToPrompts, { heads, size: most }, layer, head);
    const chosen = prompt ?? largestAt(onPrompts);
    const all = ofHead(tuned.patchesToPrompts, { heads, size: most * patches }, layer, head);
    const map = all.subarray(chosen * patches, (chosen + 1) * patches);
    shown.push(drawn(map, largest(map), `Patches → prompt ${chosen}`, "Each patch's softmax weight on it", where));
  }
  const { rolloutPatches: map, rolloutPrompts } = tuned;
  const onPrompts = most > 0 ? `, ${percent(total(rolloutPrompts))} on prompts` : '';
  const shares = `${percent(total(map))} on patches${onPrompts}`;
  shown.push(drawn(map, largest(map), 'Rollout of CLS, all layers', 'Product of (A + I) / 2, mean over heads', shares));
  return shown;
}
