import * as z from 'zod';

export const precisions = ['float32', 'tf32', 'bfloat16', 'float16'] as const;

/**
 * Arithmetic of matrix products: `float32` throughout; `tf32`, whose inputs NVIDIA's cards round to 10 bits of fraction; or
 * inputs in `bfloat16` or `float16`. Everything else, weights and optimiser included, stays `float32` (Micikevicius et al., 2018).
 */
export const precisionSchema = z.enum(precisions);
export type Precision = z.infer<typeof precisionSchema>;
