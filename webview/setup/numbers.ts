const language = () => document.documentElement.lang;
const formatter = (options: Intl.NumberFormatOptions) => (value: number) =>
  new Intl.NumberFormat(language(), options).format(value);

/** 15,370 */
export const counted = formatter({});
/** 15K */
export const compact = formatter({ notation: 'compact' });
/** +1,536 */
export const signed = formatter({ signDisplay: 'exceptZero' });
const rough = formatter({ maximumSignificantDigits: 2 });
/** 0.57 % */
export const percent = (share: number): string => `${rough(100 * share)} %`;

/** The largest unit of which there is at least one. */
function inUnit(value: number, units: readonly (readonly [number, string])[]): string {
  const [size, unit] = units.find(([smallest]) => value >= smallest) ?? units[units.length - 1];
  return `${rough(value / size)} ${unit}`;
}

/** 1.9 GFLOP */
export const flops = (value: number) =>
  inUnit(value, [
    [1e12, 'TFLOP'],
    [1e9, 'GFLOP'],
    [1e6, 'MFLOP'],
    [1e3, 'kFLOP'],
  ]);

/** 410 MB */
export const bytes = (value: number) =>
  inUnit(value, [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ]);

/** 6 s, 1.5 min */
export const duration = (seconds: number) =>
  inUnit(seconds, [
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
    [1e-3, 'ms'],
  ]);
