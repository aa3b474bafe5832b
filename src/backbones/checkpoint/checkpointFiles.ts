import { convertFromTorch } from './foreignFormat';

/** The index that stands for a checkpoint in several files. */
export const indexFile = 'model.safetensors.index.json';

/** The files beside the weights that tell how to use them, in the spellings of all libraries. */
export const configurationFiles: readonly string[] = [
  'config.json',
  'preprocessor_config.json',
  'processor_config.json',
  'open_clip_config.json',
];

/** The best first. */
const usualNames = ['model.safetensors', indexFile, 'open_clip_model.safetensors'];

/** The file with the weights, or the index of several, among the files of a folder; an only one may have any name. */
export function findWeights(files: readonly string[]): string | undefined {
  const [only, ...others] = safetensorsOf(files);
  return usualNames.find(name => files.includes(name)) ?? (others.length === 0 ? only : undefined);
}

/** Why the weights are not found among these files: the rest of a sentence that begins with what holds them. */
export function describeNoWeights(files: readonly string[]): string {
  const several = safetensorsOf(files);
  if (several.length > 0) {
    return `has no model.safetensors: give the path of one of its files, such as ${several.slice(0, 3).join(' or ')}.`;
  }
  const pickle = files.find(file => /^[^/]+\.(bin|pt|pth|ckpt|pkl)$/.test(file));
  if (pickle !== undefined) return `has its weights in ${pickle} alone, ${convertFromTorch}.`;
  return `has no weights: neither model.safetensors nor ${indexFile} is there.`;
}

function safetensorsOf(files: readonly string[]): string[] {
  return files.filter(isSafetensorsName).sort();
}

/** Whether this is the name of a safetensors file, and of one that stays in its folder on every system. */
export function isSafetensorsName(file: string): boolean {
  return /^\w[\w.-]{0,199}\.safetensors$/.test(file);
}
