import type { AttentionState } from '../../src/protocol/attentionRequests';

/** The prompts of a layer in the order in which they are shown. @param shares what the class token gives to each */
export function promptOrder(shares: Float32Array, order: AttentionState['order']): number[] {
  const prompts = Array.from(shares, (_, prompt) => prompt);
  return order === 'number' ? prompts : prompts.sort((a, b) => shares[b] - shares[a] || a - b);
}
