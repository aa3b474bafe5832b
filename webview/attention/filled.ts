/** A sentence with its places `{0}`, `{1}` … filled in. */
export const filled = (sentence: string, ...values: readonly (string | number)[]): string =>
  sentence.replace(/\{(\d+)\}/g, (place, index) => String(values[Number(index)] ?? place));
