const language = () => document.documentElement.lang || 'en';
const cache = new Map<string, Intl.NumberFormat>();

/** Formats numbers in the language of the editor. */
export function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([language(), options]);
  const format = cache.get(key) ?? new Intl.NumberFormat(language(), options);
  cache.set(key, format);
  return format;
}

/** A time in seconds: `0:41`, `1:02:03`. */
export function clockWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A share from 0 to 1. */
export const shareWords = (share: number, digits = 1): string =>
  `${numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(100 * share)} %`;

/** A time of day, to the second. */
export const timeWords = (milliseconds: number): string =>
  new Intl.DateTimeFormat(language(), { timeStyle: 'medium', hourCycle: 'h23' }).format(milliseconds);

/** Puts values into the places `{0}`, `{1}` … of a text. */
export const filled = (text: string, ...values: readonly (string | number)[]): string =>
  text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
