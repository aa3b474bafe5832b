/**
 * A number added to all keys, be it the key layer's bias or SSF's shift of it, adds the same to every score of a query,
 * and a softmax does not change by that. So its gradient is zero, in each attention layer by itself and with prompts too,
 * which get it like any other key. What an engine finds is the rounding of sums that cancel: two engines agree on
 * nothing but that it is small. AdamW scales even this noise to steps of the learning rate, so in training the tensor
 * itself walks at random, which changes no output.
 */
export function isKeyBias(name: string): boolean {
  return /(^|\.)blocks\.\d+\.k\.(bias|shift)$/.test(name);
}

/** The same tensor of the queries, which has a gradient of ordinary size. */
export function queryBiasOf(name: string): string {
  return name.replace(/\.k\.(bias|shift)$/, '.q.$1');
}
