/** Backbones whose weights travel with the product: naming one alone, without a checkpoint, means with its weights. */
const embeddedBackbones = ['vit-nano'];

const scheme = 'embedded:';

/** What stands for the shipped weights where a checkpoint's path would; null for a backbone that has none. */
export function embeddedCheckpoint(backbone: string): string | null {
  return embeddedBackbones.includes(backbone) ? `${scheme}${backbone}` : null;
}

/** Whether a checkpoint is one of those that travel with the product. */
export function isEmbedded(checkpoint: string): boolean {
  return checkpoint.startsWith(scheme);
}

/** The file of a checkpoint: in the folder of what is shipped for an embedded one, itself for any other. */
export function checkpointFile(checkpoint: string, mediaFolder: string): string {
  return isEmbedded(checkpoint)
    ? `${mediaFolder}/backbones/${checkpoint.slice(scheme.length)}.safetensors`
    : checkpoint;
}
