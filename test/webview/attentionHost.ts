import { attentionRequestSchema } from '../../src/protocol/attentionRequests';
import { attentionWords } from '../../src/vscode/attention/attentionWords';
import {
  type AttentionSize,
  exampleAttention,
  exampleCheckpoints,
  exampleImages,
  examplePicture,
} from './attentionExample';
import type { OpenPage } from './openPage';

const images = exampleImages(40);

/** Answers a page as the extension host does, for a run of nine checkpoints and forty images. */
export async function answer(size: AttentionSize, post: unknown, { send }: OpenPage): Promise<void> {
  const request = attentionRequestSchema.parse(post);
  switch (request.type) {
    case 'ready':
      return send({
        type: 'opened',
        run: '/runs/digits-vpt-deep-3',
        title: 'digits-vpt-deep #3',
        words: attentionWords(),
        checkpoints: exampleCheckpoints(9),
        own: [],
      });
    case 'images': {
      const { which, checkpoint, limit } = request;
      const fit = images.filter(({ className, predicted }) => which === 'validation' || className !== predicted);
      return send({ type: 'images', list: { which, checkpoint, images: fit.slice(0, limit), total: fit.length } });
    }
    case 'attention': {
      const { checkpoint, image, head } = request;
      return send({ type: 'attention', checkpoint, image, head, attention: exampleAttention(size) });
    }
    case 'similarity': {
      const { layers, prompts } = size;
      const similarity = new Float32Array(layers * prompts ** 2).map((_, i) => {
        const [row, column] = [Math.floor(i / prompts) % prompts, i % prompts];
        return row === column ? 1 : Math.sin(row * column + row + column);
      });
      const promptsOfLayer = Array.from({ length: layers }, () => prompts);
      const { checkpoint } = request;
      return send({ type: 'similarity', similarity: { checkpoint, layers, prompts, promptsOfLayer, similarity } });
    }
    case 'nearest': {
      const patches = images.slice(0, 30).map(({ file, className }, index) => ({
        file,
        className,
        row: index % 8,
        column: 3,
        similarity: 0.9 - index / 100,
        picture: examplePicture,
      }));
      const { checkpoint, layer, prompt } = request;
      await send({ type: 'progress', what: 'Images read', done: 3, total: 40 });
      return send({ type: 'nearest', nearest: { checkpoint, layer, prompt, found: { patches, images: 40 } } });
    }
    default:
      return undefined;
  }
}
