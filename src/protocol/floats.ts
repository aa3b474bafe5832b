import * as z from 'zod';

/** Floats as they travel in JSON over a wire: little-endian, in base64. */
export const encodedFloatsSchema = z.base64();

/** Encodes floats for a wire. */
export function encodeFloats({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** Floats as they were before `encodeFloats`. */
export function decodeFloats(encoded: string): Float32Array {
  // Copied, because a decoded buffer is part of a pool whose offset need not be a multiple of four.
  return new Float32Array(new Uint8Array(Buffer.from(encoded, 'base64')).buffer);
}
