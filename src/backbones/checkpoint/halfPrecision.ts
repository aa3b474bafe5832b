/** The nearest halves (IEEE 754 binary16, ties to even) to float32 values; what is too large becomes infinite. */
export function asHalves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, halfOf);
}

function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  const exponent = (magnitude >>> 23) - 112;
  if (exponent >= 31) return sign | 0x7c00;
  // Below the smallest normal half, the leading one is written out and shifted to its place.
  const fraction = exponent > 0 ? magnitude & 0x7fffff : (magnitude & 0x7fffff) | 0x800000;
  const shift = exponent > 0 ? 13 : 14 - exponent;
  if (shift > 24) return sign;
  const half = fraction >>> shift;
  const rest = fraction & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  const up = rest > middle || (rest === middle && (half & 1) === 1) ? 1 : 0;
  // A fraction that rounds up to the next power carries into the exponent, as it should.
  return sign | ((exponent > 0 ? exponent << 10 : 0) + half + up);
}
