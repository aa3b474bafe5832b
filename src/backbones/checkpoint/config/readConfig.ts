import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Layout } from '../layout';
import { readHuggingFaceConfig } from './huggingFaceConfig';
import { readImageProcessor } from './imageProcessor';
import { readOpenClipConfig } from './openClipConfig';
import { readJson } from './readJson';
import type { StatedConfig, StatedImages } from './statedConfig';
import { readTimmConfig } from './timmConfig';

/** What the files beside a checkpoint say; undefined where there is none. */
export interface CheckpointConfig {
  readonly network?: StatedConfig;
  readonly images?: StatedImages;
}

/**
 * Reads the files beside a checkpoint: OpenCLIP's own configuration, `config.json` as Hugging Face or timm write it, and
 * Hugging Face's image processor.
 * @param weights path of the safetensors file or its index
 * @throws {InputError} if a file is damaged, or is that of a network that is not offered
 */
export async function readConfig(weights: string, layout: Layout['id']): Promise<CheckpointConfig> {
  // What this project writes goes by the architecture's name alone.
  if (layout === 'visual-tuning') return {};
  const folder = dirname(weights);
  const network = await networkConfig(folder, layout);
  return { network, images: network?.images ?? (await imageConfig(folder)) };
}

async function networkConfig(folder: string, layout: Layout['id']): Promise<StatedConfig | undefined> {
  if (layout === 'open-clip') {
    const path = join(folder, 'open_clip_config.json');
    const content = await readJson(path);
    if (content !== undefined) return readOpenClipConfig(path, content);
  }
  const path = join(folder, 'config.json');
  const content = await readJson(path);
  if (content === undefined) return undefined;
  if (has(content, 'architecture')) return readTimmConfig(path, content);
  if (has(content, 'model_type')) return readHuggingFaceConfig(path, content);
  return {
    path,
    facts: [],
    refinements: {},
    notes: [`${path} is neither timm's nor Hugging Face's, and is not read.`],
  };
}

const nested = z.object({ image_processor: z.unknown() });

async function imageConfig(folder: string): Promise<StatedImages | undefined> {
  const path = join(folder, 'preprocessor_config.json');
  const content = await readJson(path);
  if (content !== undefined) return readImageProcessor(path, content);
  const whole = join(folder, 'processor_config.json');
  const { image_processor: processor } = nested.safeParse(await readJson(whole)).data ?? {};
  return processor === undefined ? undefined : readImageProcessor(whole, processor);
}

function has(content: unknown, field: string): boolean {
  return typeof content === 'object' && content !== null && Object.hasOwn(content, field);
}
