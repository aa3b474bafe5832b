import { expect, test } from 'vitest';
import { ProviderFailure, isLeftToProcessor, reasonOf } from './failure';

test.each([
  [
    '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n',
    'Failed to get a WebGPU adapter: No supported adapters',
  ],
  [
    "Non-zero status code returned while running Gemm node. Name:'Linear/0/12' Status Message: bad shape.",
    'Gemm: bad shape',
  ],
  [
    '/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:129 std::conditional_t<THRW, void, onnxruntime::common::Status> onnxruntime::CudaCall(ERRTYPE, const char*) [with ERRTYPE = cudaError] CUDA failure 100: no CUDA-capable device is detected ; GPU=0',
    'CUDA failure 100: no CUDA-capable device is detected ; GPU=0',
  ],
])('what ONNX Runtime throws is told in its words alone (case %#)', (message, reason) => {
  expect(reasonOf(new Error(message))).toBe(reason);
});

test('a device without memory left is met with a smaller micro-batch', () => {
  const failure = new ProviderFailure('ONNX Runtime on CUDA', new Error('Failed to allocate memory for 4 GB.'));
  expect(failure.message).toBe(
    'ONNX Runtime on CUDA could not run the network: Failed to allocate memory for 4 GB; set a smaller training.microBatchSize, which needs less memory.',
  );
  expect(failure.reason).toBe('Failed to allocate memory for 4 GB');
});

test('a device without float16 is met with float32', () => {
  const said =
    "Non-zero status code returned while running Cast node. Name:'Cast/0/1' Status Message: shader_helper.cc:416 GenerateSourceCode Program Cast requires f16 but the device does not support it.";
  expect(new ProviderFailure('ONNX Runtime on WebGPU', new Error(said)).message).toBe(
    'ONNX Runtime on WebGPU could not run the network: Cast: Program Cast requires f16 but the device does not support it; set training.precision to float32.',
  );
});

test('a session that its provider can’t fill alone is known by what is thrown', () => {
  const said =
    'This session contains graph nodes that are assigned to the default CPU EP, but fallback to CPU EP has been explicitly disabled by the user.';
  expect(isLeftToProcessor(new Error(said))).toBe(true);
  expect(isLeftToProcessor(new Error('Failed to load shared library'))).toBe(false);
});
