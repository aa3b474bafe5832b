import { RandomStream } from '../random/stream';
import type { DistanceField } from './distanceField';
import { type Distortion, drawn, handwriting, looseShape } from './drawing';
import { fractalImage, iteratedFunctions } from './fractals';
import type { GlyphCategory } from './glyphs';
import { type Paint, coarsened, paintInto, randomPaint } from './painting';
import { radialField, radialShape } from './radialShapes';
import { strokePrototype, writtenStrokes } from './strokes';
import { texture, textureImage } from './textures';

/** A kind of image made by formula, its number of categories and its share of all images. */
export interface Pretext {
  readonly name: string;
  readonly categories: number;
  readonly share: number;
  /** Paints an image of a category into `target`, `[3, size, size]`. */
  readonly paint: (target: Float32Array, category: number, size: number, stream: RandomStream) => void;
}

const strokeCategories = 200;
const shapeCategories = 50;
const fractalCategories = 60;
const textureCategories = 56;

/** Every pretext, in the order of their labels. */
export function pretexts(seed: number, glyphs: readonly GlyphCategory[]): Pretext[] {
  const latin = glyphs.filter(({ subset }) => subset === 'latin');
  const others = glyphs.filter(({ subset }) => subset !== 'latin');
  const prototypes = each(strokeCategories, category => strokePrototype(seed, category));
  const shapes = each(shapeCategories, category => radialShape(seed, category));
  const fractals = each(fractalCategories, category => iteratedFunctions(seed, category));
  const textures = each(textureCategories, category => texture(seed, category));
  return [
    glyphPretext('letters', 0.4, latin),
    glyphPretext('scripts', 0.18, others),
    {
      name: 'strokes',
      categories: strokeCategories,
      share: 0.25,
      paint: figures((category, stream) => writtenStrokes(prototypes[category], stream), handwriting),
    },
    {
      name: 'contours',
      categories: shapeCategories,
      share: 0.06,
      paint: figures((category, stream) => radialField(shapes[category], stream), looseShape),
    },
    {
      name: 'fractals',
      categories: fractalCategories,
      share: 0.05,
      paint: (target, category, size, stream) =>
        paintCoarsened(target, fractalImage(fractals[category], size, stream), size, randomPaint(stream), stream),
    },
    {
      name: 'textures',
      categories: textureCategories,
      share: 0.06,
      paint: (target, category, size, stream) => {
        const [figure, ground] = textures[category].colours.map(colour => jittered(colour, stream));
        const image = textureImage(textures[category], size, stream);
        paintCoarsened(target, image, size, { figure, ground }, stream);
      },
    },
  ];
}

function glyphPretext(name: string, share: number, glyphs: readonly GlyphCategory[]): Pretext {
  const fieldOf = (category: number, stream: RandomStream) => {
    const { fields } = glyphs[category];
    return fields[stream.integer(fields.length)];
  };
  return { name, categories: glyphs.length, share, paint: figures(fieldOf, handwriting) };
}

function each<T>(count: number, make: (category: number) => T): T[] {
  return Array.from({ length: count }, (_, category) => make(category));
}

function figures(
  fieldOf: (category: number, stream: RandomStream) => DistanceField,
  distortion: Distortion,
): Pretext['paint'] {
  return (target, category, size, stream) => {
    const coverage = coarsened(drawn(fieldOf(category, stream), size, distortion, stream), size, 0.5, stream);
    paintInto(target, coverage, size, randomPaint(stream), stream);
  };
}

function paintCoarsened(target: Float32Array, image: Float32Array, size: number, paint: Paint, stream: RandomStream) {
  paintInto(target, coarsened(image, size, 0.2, stream), size, paint, stream);
}

function jittered(colour: readonly number[], stream: RandomStream): number[] {
  return colour.map(value => Math.min(1, Math.max(0, value + 0.06 * stream.normal())));
}

/** How many categories there are in all: the classes of the softmax. */
export function categoryCount(all: readonly Pretext[]): number {
  return all.reduce((sum, { categories }) => sum + categories, 0);
}

/**
 * Makes image `index` of the endless sequence that a seed stands for.
 * @param target `[3, size, size]`, normalised to -1 … 1.
 * @returns its label: its category, counted through all pretexts.
 */
export function generateImage(
  target: Float32Array,
  all: readonly Pretext[],
  size: number,
  seed: number,
  index: number,
): number {
  const stream = new RandomStream(seed, 'generated image', index);
  let chance = stream.uniform();
  let firstLabel = 0;
  for (const [i, pretext] of all.entries()) {
    if (chance < pretext.share || i === all.length - 1) {
      const category = stream.integer(pretext.categories);
      pretext.paint(target, category, size, stream);
      return firstLabel + category;
    }
    chance -= pretext.share;
    firstLabel += pretext.categories;
  }
  throw new Error('There is no pretext.');
}
