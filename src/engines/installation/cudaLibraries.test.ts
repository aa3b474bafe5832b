import { expect, test } from 'vitest';
import { cudaRequirements } from './cudaLibraries';

test("NVIDIA's libraries are read from what the wheel asks for with CUDA, and nothing else is", () => {
  const metadata = `Name: tensorflow
Requires-Dist: numpy>=1.26.0
Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"
Requires-Dist: nvidia-cudnn-cu12 (<10.0,>=9.3.0.75) ; extra == 'and-cuda'
Requires-Dist: nvidia-other<2.0; extra == "other"
Requires-Dist: tensorflow-io-gcs-filesystem>=0.23.1; (sys_platform != "win32") and extra == "gcs-filesystem"
`;
  expect(cudaRequirements(metadata)).toEqual([
    { project: 'nvidia-cublas-cu12', bounds: '<13.0,>=12.5.3.2' },
    { project: 'nvidia-cudnn-cu12', bounds: '<10.0,>=9.3.0.75' },
  ]);
});
