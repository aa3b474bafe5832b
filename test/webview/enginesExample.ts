import type { EngineReport, EngineStatus } from '../../src/protocol/engineReport';

const onnxRuntime: EngineStatus = {
  id: 'onnxruntime',
  title: 'ONNX Runtime',
  usable: true,
  version: '1.30.0',
  devices: ['cpu'],
  adapter: null,
  reason: null,
  threads: 4,
  memoryBytes: 100_171_776,
  oneDnn: null,
  library: '/opt/visual-tuning/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
  action: null,
  installable: null,
  auto: true,
};

const tensorFlow: EngineStatus = {
  ...onnxRuntime,
  id: 'tensorflow',
  title: 'TensorFlow',
  usable: false,
  version: null,
  devices: [],
  reason: 'TensorFlow is not installed: "visual-tuning engines install tensorflow" does it.',
  threads: null,
  memoryBytes: null,
  library: null,
  action: 'install',
  installable: 'tensorflow',
  auto: false,
};

const cuda: EngineStatus = {
  ...tensorFlow,
  id: 'onnxruntime-cuda',
  title: 'ONNX Runtime on CUDA',
  reason: 'ONNX Runtime on CUDA is not installed: "visual-tuning engines install cuda" does it.',
  installable: 'cuda',
};

const webGpu: EngineStatus = {
  ...onnxRuntime,
  id: 'onnxruntime-webgpu',
  title: 'ONNX Runtime on WebGPU',
  adapter: 'Vulkan in software',
  memoryBytes: 119_746_560,
  auto: false,
};

const reference: EngineStatus = {
  ...onnxRuntime,
  id: 'reference',
  title: 'Reference (TensorFlow.js in plain JavaScript, slow)',
  version: '4.22.0',
  threads: 1,
  memoryBytes: 68_186_112,
  library: null,
  auto: false,
};

/** Before anything was installed or measured. */
export const bareReport: EngineReport = {
  machine: {
    platform: 'linux-x64',
    processor: 'Intel(R) Xeon(R) Processor',
    cores: 4,
    memoryBytes: 25_275_416_576,
    cards: [],
  },
  engines: [
    onnxRuntime,
    { ...cuda, action: null, reason: cuda.reason?.replace(': ', ': on a machine with an NVIDIA card, ') ?? null },
    webGpu,
    tensorFlow,
    reference,
  ],
  auto: {
    engine: 'onnxruntime',
    why: 'ONNX Runtime is the default: the engines have not been measured on this machine yet.',
  },
  measurement: null,
};

/** With TensorFlow installed, a card, and both measured. */
export const measuredReport: EngineReport = {
  machine: {
    ...bareReport.machine,
    cards: [{ name: 'NVIDIA L4', driver: '550.54.15', memoryBytes: 24_152_899_584 }],
  },
  engines: [
    { ...onnxRuntime, auto: false },
    cuda,
    { ...webGpu, devices: ['gpu'], adapter: null },
    {
      ...tensorFlow,
      usable: true,
      version: '2.21.0',
      devices: ['cpu'],
      reason: null,
      threads: 4,
      memoryBytes: 365_322_240,
      oneDnn: true,
      library: '/home/someone/.local/share/visual-tuning/engines/tensorflow-2.21.0-cpu/tfjs_binding.node',
      action: 'remove',
      auto: true,
    },
    reference,
  ],
  auto: {
    engine: 'tensorflow',
    why: 'It was the fastest on this machine on 2026-11-22: 21 images/s, 1.4 times onnxruntime.',
  },
  measurement: {
    fingerprint: '8e27a386253a4729',
    time: '2026-11-22T16:37:31.777Z',
    workload: 'vit-tiny-patch16-224, vpt-deep with 10 prompts, 4 images per step',
    engines: [
      {
        engine: 'onnxruntime',
        device: 'cpu',
        version: '1.30.0',
        result: { imagesPerSecond: 15.2, millisecondsPerStep: 263, peakMemoryBytes: 394_260_480 },
        problem: null,
      },
      {
        engine: 'tensorflow',
        device: 'cpu',
        version: '2.21.0',
        result: { imagesPerSecond: 21.3, millisecondsPerStep: 188, peakMemoryBytes: 613_756_928 },
        problem: null,
      },
    ],
  },
};
