import type { EngineProgress } from '../../protocol/engineReport';

/** How far a work is: "Downloading TensorFlow 2.21.0 from pypi.org: 120 of 274 MB". */
export function progressText({ what, done, total, unit }: EngineProgress, language: string): string {
  if (done === null || unit === 'steps') return what;
  const megabytes = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const of = total ? ` of ${megabytes.format(total / 1e6)}` : '';
  return `${what}: ${megabytes.format(done / 1e6)}${of} MB`;
}
