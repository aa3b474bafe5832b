import type { EpochTable, RunCurves } from '../../protocol/metricsPanel';

/** Numbers begin at multiples of their own size. */
const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;

/**
 * The same curves, with all their numbers in one buffer: VS Code counts the buffers of a message in one byte, and of
 * more than 255, which eight runs can have, it delivers the first few.
 */
export function onOneBuffer(runs: readonly RunCurves[]): RunCurves[] {
  const tables = runs.flatMap(({ epochs, precision }) => [epochs, precision]);
  const all = [
    ...runs.flatMap(({ curves }) => curves.flatMap(({ x, y, smooth }) => [x, y, smooth ?? new Float32Array()])),
    ...tables.flatMap(({ epoch, columns }) => [epoch, ...columns.map(({ y }) => y)]),
  ];
  const buffer = new ArrayBuffer(all.reduce((sum, { byteLength }) => sum + padded(byteLength), 0));
  let next = 0;
  const place = (bytes: number) => (next += padded(bytes)) - padded(bytes);
  const doubles = (values: Float64Array) => {
    const copy = new Float64Array(buffer, place(values.byteLength), values.length);
    copy.set(values);
    return copy;
  };
  const singles = (values: Float32Array) => {
    const copy = new Float32Array(buffer, place(values.byteLength), values.length);
    copy.set(values);
    return copy;
  };
  const table = ({ epoch, columns }: EpochTable): EpochTable => ({
    epoch: doubles(epoch),
    columns: columns.map(({ series, y }) => ({ series, y: doubles(y) })),
  });
  return runs.map(({ curves, epochs, precision, ...run }) => ({
    ...run,
    curves: curves.map(({ series, x, y, smooth }) => ({
      series,
      x: doubles(x),
      y: singles(y),
      smooth: smooth && singles(smooth),
    })),
    epochs: table(epochs),
    precision: table(precision),
  }));
}
