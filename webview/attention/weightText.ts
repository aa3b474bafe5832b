/** A weight as a percentage in three significant digits; what is too little to be told from nothing says so. */
export function weightText(weight: number): string {
  const percent = 100 * weight;
  if (percent === 0) return '0 %';
  return Math.abs(percent) < 0.001 ? '< 0.001 %' : `${Number(percent.toPrecision(3))} %`;
}

/** A weight for a narrow cell: percent with one decimal. */
export const narrowWeight = (weight: number): string => (100 * weight).toFixed(1);

/** A difference between weights, with its sign. */
export function differenceText(difference: number): string {
  const text = weightText(Math.abs(difference));
  if (!/[1-9]/.test(text) || text.startsWith('<')) return text;
  return difference > 0 ? `+${text}` : `−${text}`;
}

/** A cosine for a narrow cell: two decimals without the zero before them. */
export const cosineText = (cosine: number): string =>
  cosine
    .toFixed(2)
    .replace(/^-?0\.00$/, '0')
    .replace(/^(-?)0\./, '$1.')
    .replace('-', '−');
