import { quote } from './headerScanner';

/** A clause that names the tensor and how many of its values are NaN or infinite, or undefined if none is. */
export function findNonFinite(name: string, data: Float32Array): string | undefined {
  let count = 0;
  for (let index = 0; index < data.length; index++) if (!Number.isFinite(data[index])) count++;
  if (count === 0) return undefined;
  return `tensor ${quote(name)} has ${count} of ${data.length} values that are NaN or infinite`;
}
