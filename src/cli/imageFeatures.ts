import type { Architecture } from '../backbones/architecture';
import { decodeImage } from '../data/decode';
import { normalizeInto } from '../data/normalize';
import { evaluationTransform } from '../data/transform';
import { type Engine, runOnce } from '../engines/engine';
import type { BackboneWeights } from '../training/backboneWeights';
import { evaluationGraph } from '../training/evaluationGraph';
import { names } from '../training/gradientGraph';
import { describeNetwork } from '../training/network';

/** What a backbone makes of one image. */
export interface ImageFeatures {
  /** The normalised CLS token, `[D]`. */
  readonly features: readonly number[];
  /** What the checkpoint's own head makes of it, `[classes]`; absent without a head. */
  readonly logits?: readonly number[];
}

/**
 * Runs an image file through a backbone as evaluation would.
 * @throws {UndecodableImage}
 */
export async function imageFeatures(
  engine: Engine,
  architecture: Architecture,
  { tensors, head }: Pick<BackboneWeights, 'tensors' | 'head'>,
  file: string,
): Promise<ImageFeatures> {
  const { preprocessing, imageSize } = architecture;
  const images = new Float32Array(3 * imageSize ** 2);
  normalizeInto(images, 0, evaluationTransform(await decodeImage(file), preprocessing), preprocessing);

  const network = describeNetwork(architecture, [], head?.classes ?? 1);
  const graph = evaluationGraph(network, 1, head ? ['features', 'logits'] : ['features']);
  const inputs = new Map([...tensors, [names.images, images]]);
  if (head) inputs.set('head.weight', head.weight).set('head.bias', head.bias);
  const outputs = await runOnce(engine, graph, inputs);
  const [features = [], logits] = [names.features, names.logits].map(name => outputs.get(name));
  return { features: [...features], ...(logits && { logits: [...logits] }) };
}
