/** One of NVIDIA's libraries that the CUDA provider uses, and where it is to be had. */
export interface CudaLibrary {
  /** Of the file, such as `libcublas.so.13`. */
  readonly name: string;
  /** In the index of Python packages. */
  readonly project: string;
  /** Of the project's version. */
  readonly bounds: string;
}

/** What a CUDA provider needs of NVIDIA. */
export interface CudaNeeds {
  /** The major version of CUDA. */
  readonly version: number;
  /** Each after those that it uses itself. */
  readonly libraries: readonly CudaLibrary[];
}

/** The libraries by their names without `lib` and `.so`, each after those that it uses, and what their projects are called. */
const projects: readonly (readonly [library: string, project: string])[] = [
  ['cudart', 'cuda-runtime'],
  ['nvJitLink', 'nvjitlink'],
  ['nvrtc', 'cuda-nvrtc'],
  ['cublasLt', 'cublas'],
  ['cublas', 'cublas'],
  ['curand', 'curand'],
  ['cufft', 'cufft'],
  ['cusparse', 'cusparse'],
  ['cusolver', 'cusolver'],
  ['nccl', 'nccl'],
  ['cudnn', 'cudnn'],
];

/** Opened by cuBLAS, cuFFT and cuDNN, by their names; numbered as CUDA is. */
const openedLater = ['nvJitLink', 'nvrtc'];

/**
 * What a provider needs of NVIDIA by what it is linked with: which CUDA it was built for differs from one release of ONNX
 * Runtime to the next. Null if it is linked with no CUDA.
 * @param linked names such as `libcudart.so.13`
 */
export function cudaNeeds(linked: readonly string[]): CudaNeeds | null {
  const numbers = new Map(linked.flatMap(name => readName(name) ?? []));
  const version = numbers.get('cudart') ?? numbers.get('cublas');
  if (version === undefined) return null;
  for (const library of openedLater) numbers.set(library, version);
  const libraries = projects.flatMap(([library, project]) => {
    const number = numbers.get(library);
    if (number === undefined) return [];
    return {
      name: `lib${library}.so.${number}`,
      project: named(project, version),
      bounds: `>=${number},<${number + 1}`,
    };
  });
  return { version, libraries };
}

function readName(name: string): [[string, number]] | undefined {
  const [, library, number] = /^lib(\w+)\.so\.(\d+)/.exec(name) ?? [];
  return library === undefined ? undefined : [[library, Number(number)]];
}

/** Released apart from CUDA. */
const released = ['cudnn', 'nccl'];

/** From CUDA 13 on, the projects of CUDA itself bear no number. */
const named = (project: string, version: number) =>
  version >= 13 && !released.includes(project) ? `nvidia-${project}` : `nvidia-${project}-cu${version}`;
