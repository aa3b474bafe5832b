import * as z from 'zod';

/** Means over the images since the point before; none of them was seen earlier. */
const pointSchema = z.object({
  images: z.int(),
  seconds: z.number(),
  /** Cross-entropy without label smoothing, in nats. */
  loss: z.number(),
  accuracy: z.number(),
});

export type CurvePoint = z.infer<typeof pointSchema>;

/** How a pre-training went: what its card is written from. */
export const recordSchema = z.object({
  seed: z.int(),
  images: z.int(),
  threads: z.int(),
  pretexts: z.array(z.object({ name: z.string(), categories: z.int(), share: z.number() })),
  /** Outlines that glyphs are drawn from. */
  outlines: z.int(),
  curve: z.array(pointSchema),
});

export type PretrainingRecord = z.infer<typeof recordSchema>;

/** The curve as comma-separated values with a heading. */
export function curveAsCsv(curve: readonly CurvePoint[]): string {
  const rows = curve.map(({ images, seconds, loss, accuracy }) =>
    [images, seconds.toFixed(1), loss.toFixed(4), accuracy.toFixed(4)].join(','),
  );
  return `${['images,seconds,loss,accuracy', ...rows].join('\n')}\n`;
}
