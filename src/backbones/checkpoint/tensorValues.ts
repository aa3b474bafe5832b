import type { TensorType } from './safetensorsHeader';

/** Little-endian bytes of each floating-point type to float32. The bytes begin at an offset that suits the type. */
const converters: Partial<Record<TensorType, (bytes: Uint8Array<ArrayBuffer>) => Float32Array>> = {
  F32: bytes => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
  F64: bytes => Float32Array.from(new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)),
  F16: bytes => widened(bytes, bitsOfHalf),
  BF16: bytes => widened(bytes, half => half << 16),
};

/** How values of this type become float32, or undefined for a type that does not hold real numbers. */
export function converterOf(dtype: TensorType) {
  return converters[dtype];
}

function widened(bytes: Uint8Array<ArrayBuffer>, bitsOf: (half: number) => number): Float32Array {
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const bits = new Uint32Array(halves.length);
  for (let index = 0; index < halves.length; index++) bits[index] = bitsOf(halves[index]);
  return new Float32Array(bits.buffer);
}

/** The float32 bits of an IEEE 754 half: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. Exact for every half. */
function bitsOfHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // A subnormal half is a normal float32: its leading one becomes the implicit one.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}
