import type { EngineId } from '../protocol/engineReport';

/** What a person reads; in brackets what is said of it where there is room. */
export const engineTitles: Readonly<Record<EngineId, string>> = {
  onnxruntime: 'ONNX Runtime',
  'onnxruntime-cuda': 'ONNX Runtime on CUDA',
  'onnxruntime-webgpu': 'ONNX Runtime on WebGPU',
  'onnxruntime-coreml': 'ONNX Runtime on Core ML',
  'onnxruntime-directml': 'ONNX Runtime on DirectML',
  tensorflow: 'TensorFlow',
  reference: 'Reference (TensorFlow.js in plain JavaScript, slow)',
};
