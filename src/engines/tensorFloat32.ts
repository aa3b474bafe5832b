import type { Precision } from '../protocol/precision';

/**
 * Has NVIDIA's libraries compute `float32` as such: on their own, or as a library that uses them asks, they round the
 * inputs of matrix products to 10 bits of fraction (TF32). They read this once, when they are loaded: call it before. No
 * more can be said to ONNX Runtime's CUDA provider from Node.js, nor to TensorFlow by its C API.
 */
export function forbidTensorFloat32(
  precision: Precision = 'float32',
  environment: NodeJS.ProcessEnv = process.env,
): void {
  if (precision !== 'tf32') environment.NVIDIA_TF32_OVERRIDE = '0';
}

/** Whether they may round: not if it was forbidden, by a person or for what this process computed first. */
export function hasTensorFloat32(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment.NVIDIA_TF32_OVERRIDE !== '0';
}
