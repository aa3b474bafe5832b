import { numbers } from '../bridge/chartWords';

/** An amount of memory: `348 MB`, `24 GB`. */
export function bytes(value: number): string {
  const [scale, unit] = value < 1e9 ? [1e6, 'megabyte'] : [1e9, 'gigabyte'];
  const amount = value / scale;
  return numbers({ style: 'unit', unit, maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount);
}
