import { type PackageLibraries, packageLibraries } from './packageLibraries';

/** A package of the npm registry, as published. */
export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** SHA-512 in base64, as the registry gives it. */
  readonly integrity: string;
}

/** The sources of the addon. */
export const addonPackage: PublishedPackage = {
  name: '@tensorflow/tfjs-node-gpu',
  version: '4.22.0',
  integrity: 'p//NN6DGiN4hInUmIkRffaFVMcdTREUMjPyjW04J7OXvB2zBlQimj61eFKSgRrH3f5TnOfKzb0n56he/B6a4bw==',
};

/** The headers of Node's stable interface to addons. */
export const nodeHeadersPackage: PublishedPackage = {
  name: 'node-api-headers',
  version: '1.9.0',
  integrity: '2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
};

export type Device = 'cpu' | 'cuda';

/** A wheel of TensorFlow for Python, for the shared libraries in it. */
export interface WheelRecipe {
  /** As its index calls it. */
  readonly project: string;
  readonly version: string;
  readonly file: string;
  /** SHA-256 in hexadecimal digits; null where the index's own is believed. */
  readonly sha256: string | null;
  /** Free space that an installation takes on its way, in bytes. */
  readonly needs: number;
}

/** The one platform whose wheels, and NVIDIA's libraries, are known to work. */
export const supportedPlatform = 'linux-x64';

/** For pip. The version of Python only picks one of several wheels with the same libraries. */
export const pythonVersion = '3.11';

/**
 * For pip: what the wheels may be built for. TensorFlow's needs glibc 2.27, NVIDIA's are built for older ones too, and pip
 * takes a platform that it is told of literally.
 */
export const pythonPlatforms: readonly string[] = [
  ...Array.from({ length: 23 }, (_, older) => `manylinux_2_${27 - older}_x86_64`),
  ...['manylinux2014_x86_64', 'manylinux2010_x86_64', 'manylinux1_x86_64'],
];

export const wheels: Readonly<Record<Device, WheelRecipe>> = {
  cpu: {
    project: 'tensorflow-cpu',
    version: '2.21.0',
    file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    needs: 2e9,
  },
  cuda: {
    project: 'tensorflow',
    version: '2.21.0',
    file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    sha256: null,
    needs: 10e9,
  },
};

/** Where TensorFlow may come from: the download of tfjs-node's own package, or a wheel for Python. */
export type Source = 'package' | 'wheel';

/** All that an installation is made of. */
export interface Recipe {
  readonly addon: PublishedPackage;
  readonly nodeHeaders: PublishedPackage;
  readonly wheels: Readonly<Record<Device, WheelRecipe>>;
  readonly libraries: PackageLibraries;
}

/** The libraries in the wheel. They find each other, and those of CUDA, only where the wheel has them. */
export const libraries = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'] as const;

/**
 * Of NVIDIA's libraries, those that TensorFlow opens by their names alone. Which folders it looks for them in differs from
 * one build of it to the next; what the addon has loaded is found by any.
 */
export const isOpenedByName = (path: string): boolean =>
  /^nvidia\/\w+\/lib\/lib(cudart|cublas|cublasLt|cudnn|cufft|cupti|curand|cusolver|cusparse|nccl|nvJitLink|nvrtc)\.so\.\d+$/.test(
    path,
  );

/** The headers in the wheel that the addon's sources read, under `tensorflow/include/`. */
export const headers = [
  ...['c_api', 'c_api_macros', 'tf_attrtype', 'tf_buffer', 'tf_datatype', 'tf_status', 'tf_tensor', 'tf_tstring'].map(
    name => `tensorflow/c/${name}.h`,
  ),
  'tensorflow/c/eager/c_api.h',
  'tensorflow/core/platform/ctstring.h',
  'tensorflow/core/platform/ctstring_internal.h',
  'tsl/platform/ctstring.h',
  'tsl/platform/ctstring_internal.h',
  'xla/tsl/c/tsl_status.h',
];

/** What the addon is called in an installation's folder. */
export const addonFile = 'tfjs_binding.node';

export const usualRecipe: Recipe = {
  addon: addonPackage,
  nodeHeaders: nodeHeadersPackage,
  wheels,
  libraries: packageLibraries,
};
