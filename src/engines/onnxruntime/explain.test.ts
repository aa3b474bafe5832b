import { expect, test } from 'vitest';
import { explainCudaNotInstalled, explainOtherCuda, explainPlatform, explainProvider } from './explain';
import { providerNames } from './providers';

const missing = (library: string) => `${library}: cannot open shared object file: No such file or directory`;

test.each([
  ['cuda', missing('libcudnn.so.9'), 'engines install cuda" fetch cuDNN'],
  ['cuda', missing('libcublasLt.so.13'), 'engines install cuda" fetch CUDA\'s libraries'],
  ['cuda', missing('libcuda.so.1'), "install NVIDIA's driver"],
  ['cuda', 'CUDA failure 100: no CUDA-capable device is detected ; GPU=0', 'check with nvidia-smi'],
  ['webgpu', missing('libvulkan.so.1'), 'sudo apt install libvulkan1'],
  ['webgpu', 'Failed to get a WebGPU adapter: No supported adapters', 'install a Vulkan driver'],
  ['webgpu', "libm.so.6: version `GLIBC_2.29' not found", 'install Visual Tuning'],
] as const)('%s names %s and what to do', (name, reason, remedy) => {
  const sentence = explainProvider(name, reason, 'linux');
  expect(sentence).toContain(`(${reason})`);
  expect(sentence).toContain(remedy);
  expect(sentence).toMatch(/, or use onnxruntime\.$/);
});

test('a provider that ended its process is said to have crashed', () => {
  expect(explainProvider('webgpu', 'it was ended by SIGSEGV', 'win32')).toBe(
    "ONNX Runtime on WebGPU can't be used (its process crashed: it was ended by SIGSEGV): bring the system and the driver of the graphics card up to date, or use onnxruntime.",
  );
});

test('CUDA that is not installed says what installs it', () => {
  expect(explainCudaNotInstalled(true)).toBe(
    'ONNX Runtime on CUDA is not installed: "visual-tuning engines install cuda" does it.',
  );
  expect(explainCudaNotInstalled(false)).toContain('on a machine with an NVIDIA card');
});

test('CUDA that was installed for another version says which it is and what replaces it', () => {
  expect(explainOtherCuda('1.29.0', '1.30.0')).toBe(
    'The CUDA provider of ONNX Runtime 1.29.0 is installed and that of 1.30.0 is needed: "visual-tuning engines install cuda" replaces it, or use onnxruntime.',
  );
});

test.each(providerNames)('%s of another platform says where it is', name => {
  expect(explainPlatform(name, 'aix-ppc64')).toMatch(
    /^ONNX Runtime on .* is there on \S.*, not on aix-ppc64: use onnxruntime\.$/,
  );
});
