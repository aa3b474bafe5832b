import type { ProductType } from '../../graph/graph';

/** The numbers of a type that are nearest to some of float32, of two equally near ones the even. Overwrites and returns them. */
export function roundTo(type: ProductType, values: Float32Array): Float32Array {
  switch (type) {
    case 'bfloat16':
      return roundBits(values, 16);
    case 'float16':
      return roundToHalf(values);
    case 'float64':
      return values;
  }
}

/** Rounds away the last bits of each number; what is beyond the largest becomes infinite, for its exponent grows. */
function roundBits(values: Float32Array, dropped: number): Float32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const last = 2 ** dropped;
  for (let i = 0; i < bits.length; i++) {
    if (Number.isNaN(values[i])) continue;
    const isOdd = (bits[i] >>> dropped) & 1;
    const rounded = bits[i] + last / 2 - 1 + isOdd;
    bits[i] = rounded - (rounded % last);
  }
  return values;
}

const largestHalf = 65504;
const smallestNormalHalf = 2 ** -14;

function roundToHalf(values: Float32Array): Float32Array {
  const small = values.map(value => (Math.abs(value) < smallestNormalHalf ? value : 0));
  roundBits(values, 13);
  for (let i = 0; i < values.length; i++) {
    if (Math.abs(values[i]) > largestHalf) values[i] = Math.sign(values[i]) * Infinity;
    // The numbers of float32 around 0.75 are as far apart as those of float16 below its smallest normal one.
    else if (small[i] !== 0) values[i] = Math.fround(small[i] + 0.75) - 0.75;
  }
  return values;
}
