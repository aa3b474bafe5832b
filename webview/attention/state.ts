import type { Attention } from '../../src/protocol/attentionPanel';
import type { AttentionState } from '../../src/protocol/attentionRequests';

/** How a panel starts: with the map that tells how prompts act where each layer has its own. */
export const initialState: AttentionState = {
  run: '',
  strip: 'validation',
  image: null,
  checkpoint: null,
  mode: 'patchesToPrompts',
  layer: null,
  head: null,
  prompt: 0,
  order: 'number',
  opacity: 0.5,
  scale: 'layer',
  fromZero: false,
  smooth: false,
};

/** What the panel shows: a state of which every part is there. */
export interface Shown extends AttentionState {
  readonly layer: number;
}

/** The nearest state that the attention has: a layer, head and prompt that are there, and no prompts where there are none. */
export function stateWithin(state: AttentionState, attention: Attention): Shown {
  const last = Math.max(0, attention.layers - 1);
  const layer = Math.min(state.layer ?? last, last);
  const prompts = attention.promptsOfLayer[layer] ?? 0;
  return {
    ...state,
    layer,
    head: state.head === null || state.head < attention.heads ? state.head : null,
    prompt: state.prompt === null || state.prompt < prompts || prompts === 0 ? state.prompt : 0,
    mode: attention.prompts > 0 || state.mode === 'rollout' ? state.mode : 'clsToPatches',
  };
}
