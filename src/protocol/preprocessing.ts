import * as z from 'zod';

/** How an image file becomes what a backbone was pre-trained to see. Travels with the backbone. */
export const preprocessingSchema = z.strictObject({
  /** Side of the square image that enters the network, in pixels. */
  imageSize: z.int().positive(),
  /** `squash` resizes both sides to the target; `shortest-edge` keeps the aspect ratio and crops the centre. */
  resize: z.enum(['squash', 'shortest-edge']),
  /** Centre crop: side of the crop over the resized shortest edge, as timm's `crop_pct`. 1 crops nothing of a square. */
  cropFraction: z.number().gt(0).max(1),
  interpolation: z.enum(['nearest', 'bilinear', 'bicubic', 'lanczos']),
  /** Per channel (red, green, blue), for pixel values in 0…1. */
  mean: z.tuple([z.number(), z.number(), z.number()]),
  std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
});

export type Preprocessing = z.infer<typeof preprocessingSchema>;
