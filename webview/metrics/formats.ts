import type { MetricsAxis, MetricsChart } from '../../src/protocol/metricsRequests';
import { clockWords, numbers, shareWords } from '../bridge/chartWords';

const gigabyte = 1e9;

/** A learning rate, short: `0.1`, `0.001`, `2.5e-4`. */
export function rateWords(rate: number): string {
  if (rate === 0 || (rate >= 0.001 && rate < 1000)) return numbers({ maximumSignificantDigits: 4 }).format(rate);
  const [mantissa, exponent] = rate.toExponential(2).split('e');
  return `${Number(mantissa)}e${exponent.replace('+', '')}`;
}

/** A value of a chart's series as its table and its readout give it, with its unit. */
export function valueWords(chart: MetricsChart, value: number | null, series: string): string {
  if (value === null || !Number.isFinite(value)) return '–';
  switch (chart) {
    case 'accuracy':
      return shareWords(value);
    case 'learningRate':
      return rateWords(value);
    case 'imagesPerSecond':
      return `${numbers({ maximumSignificantDigits: 3 }).format(value)} /s`;
    case 'memory':
      return `${numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value / gigabyte)} GB`;
    case 'loss':
    case 'gradientNorm':
      return smallWords(value);
    case 'precision':
      if (series === 'precision.difference') return signed(value, 1e-4);
      return series === 'precision.relative' ? `${signed(100 * value, 1e-6)} %` : smallWords(value);
  }
}

/** A difference, to two digits. @param least smaller ones are written as powers of ten */
function signed(value: number, least: number): string {
  const isTiny = value !== 0 && Math.abs(value) < least;
  if (isTiny) return `${value > 0 ? '+' : ''}${rateWords(Number(value.toPrecision(2)))}`;
  return numbers({ maximumSignificantDigits: 2, signDisplay: 'exceptZero' }).format(value);
}

const smallWords = (value: number) =>
  Math.abs(value) >= 1e-4 || value === 0 ? numbers({ maximumSignificantDigits: 4 }).format(value) : rateWords(value);

/** A value as the axis of a chart gives it: short. */
export function tickWords(chart: MetricsChart, value: number): string {
  switch (chart) {
    case 'accuracy':
      return `${numbers({ maximumFractionDigits: 1 }).format(100 * value)} %`;
    case 'memory':
      return numbers({ maximumFractionDigits: 2 }).format(value / gigabyte);
    case 'imagesPerSecond':
      return numbers({ notation: 'compact', maximumSignificantDigits: 3 }).format(value);
    case 'learningRate':
      return rateWords(Number(value.toPrecision(3)));
    case 'loss':
    case 'gradientNorm':
    case 'precision':
      return Math.abs(value) < 1e-3 && value !== 0
        ? rateWords(value)
        : numbers({ maximumSignificantDigits: 3 }).format(value);
  }
}

/** A place on the x axis. */
export function placeWords(axis: MetricsAxis, place: number): string {
  if (axis === 'time') return clockWords(place);
  return numbers({ maximumFractionDigits: axis === 'epoch' ? 2 : 0 }).format(place);
}
