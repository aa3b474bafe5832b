/** Mean over equal blocks, or the nearest to that where the sides don't divide: a square image made smaller. */
export function reduced(image: Float32Array, from: number, to: number): Float32Array {
  return separable(image, from, to, boxWeights(from, to));
}

/** A square image made larger by bicubic interpolation (Keys, a = -0.5). */
export function enlarged(image: Float32Array, from: number, to: number): Float32Array {
  return separable(image, from, to, cubicWeights(from, to));
}

/** Weights of one output position: of which input positions it is the sum. */
interface Tap {
  readonly first: number;
  readonly weights: Float32Array;
}

const known = new Map<string, readonly Tap[]>();

function remembered(key: string, make: () => Tap[]): readonly Tap[] {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function boxWeights(from: number, to: number): readonly Tap[] {
  return remembered(`box ${from} ${to}`, () =>
    Array.from({ length: to }, (_, position) => {
      const [begin, end] = [(position * from) / to, ((position + 1) * from) / to];
      const first = Math.floor(begin);
      const count = Math.ceil(end) - first;
      const weights = Float32Array.from(
        { length: count },
        (_, i) => (Math.min(end, first + i + 1) - Math.max(begin, first + i)) / (end - begin),
      );
      return { first, weights };
    }),
  );
}

function cubicWeights(from: number, to: number): readonly Tap[] {
  return remembered(`cubic ${from} ${to}`, () =>
    Array.from({ length: to }, (_, position) => {
      const centre = ((position + 0.5) * from) / to - 0.5;
      const first = Math.max(0, Math.floor(centre) - 1);
      const end = Math.min(from, Math.floor(centre) + 3);
      const weights = Float32Array.from({ length: end - first }, (_, i) => keys(Math.abs(centre - first - i)));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return { first, weights: weights.map(weight => weight / sum) };
    }),
  );
}

function keys(x: number): number {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

function separable(image: Float32Array, from: number, to: number, taps: readonly Tap[]): Float32Array {
  const narrow = new Float32Array(from * to);
  for (let column = 0; column < to; column++) {
    const { first, weights } = taps[column];
    for (let row = 0; row < from; row++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * image[row * from + first + i];
      narrow[row * to + column] = sum;
    }
  }
  const result = new Float32Array(to * to);
  for (let row = 0; row < to; row++) {
    const { first, weights } = taps[row];
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i];
      for (let column = 0; column < to; column++) {
        result[row * to + column] += weight * narrow[(first + i) * to + column];
      }
    }
  }
  return result;
}
