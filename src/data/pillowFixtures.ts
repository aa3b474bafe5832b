import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { preprocessingSchema } from '../protocol/preprocessing';

const size = z.int().positive();
const position = z.int().nonnegative();
const bytes = z.string().transform(text => new Uint8Array(Buffer.from(text, 'base64')));
const rectangle = z.object({ x: position, y: position, width: size, height: size });

const expectedSchema = z.object({
  resample: z.array(
    z.object({
      image: z.string(),
      interpolation: preprocessingSchema.shape.interpolation,
      width: size,
      height: size,
      data: bytes,
    }),
  ),
  transform: z.array(
    z.object({
      image: z.string(),
      preprocessing: preprocessingSchema,
      data: bytes.transform(data => new Float32Array(data.buffer)),
    }),
  ),
  crop: z.array(rectangle.extend({ image: z.string(), size, data: bytes })),
  fallback: z.array(z.object({ image: z.object({ width: size, height: size }), crop: rectangle })),
  decode: z.array(z.object({ image: z.string(), data: bytes })),
});

/** For tests: the path of an image fixture. */
export function fixtureFile(name: string): string {
  return fileURLToPath(new URL(`../../test/fixtures/images/${name}`, import.meta.url));
}

/** For tests: what Pillow, torchvision and timm make of the image fixtures (`make.py` beside them). */
export const expected = expectedSchema.parse(JSON.parse(readFileSync(fixtureFile('expected.json'), 'utf8')));
