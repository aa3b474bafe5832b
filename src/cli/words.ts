/** "a, b or c" */
export function listOf(items: readonly string[], conjunction: 'and' | 'or'): string {
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} ${conjunction} ${items[items.length - 1]}`;
}

/** A number as people read it: thousands separated, at most so many decimals. */
export function grouped(value: number, decimals = 0): string {
  return value.toLocaleString('en', { maximumFractionDigits: decimals });
}

/** "1 tensor", "1,024 tensors" */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(value)} ${value === 1 ? singular : plural}`;
}

/** A share as a percentage of three significant digits: 0.0034 is "0.34 %". */
export function percent(share: number): string {
  return `${(100 * share).toLocaleString('en', { maximumSignificantDigits: 3 })} %`;
}

/** Bytes in binary units: "1.5 GiB". */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${grouped(value / 1024 ** power, power < 2 ? 0 : power - 1)} ${units[power]}`;
}
