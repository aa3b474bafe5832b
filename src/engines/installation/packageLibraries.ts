/** TensorFlow's shared libraries as the installation script of tfjs-node 4.22 downloads them. */
export interface PackageLibrary {
  /** TensorFlow's. */
  readonly version: string;
  /** Its path on the package's host. */
  readonly path: string;
  /** SHA-256 in hexadecimal digits. The host publishes none; these are of lock files of others, who fetched it before. */
  readonly sha256: string;
  /** The path of an addon that was built for it and published; null where there is none for this platform. */
  readonly addon: string | null;
  /** Free space that an installation takes on its way, in bytes. */
  readonly needs: number;
}

/** By platform and device, such as `linux-x64-cpu`. */
export type PackageLibraries = Readonly<Record<string, PackageLibrary | undefined>>;

const released = 'tensorflow/libtensorflow/libtensorflow-';
const built = 'tf-builds/libtensorflow_';
const addonFor = (build: string) => `tf-builds/pre-built-binary/napi-v8/4.22.0/${build}`;

export const packageLibraries: PackageLibraries = {
  // In Bazel's of wamuir/graft, nixpkgs' and a CMake file of Microsoft's.
  'linux-x64-cpu': {
    version: '2.9.1',
    path: `${released}cpu-linux-x86_64-2.9.1.tar.gz`,
    sha256: '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173',
    addon: addonFor('CPU-linux-4.22.0.tar.gz'),
    needs: 1e9,
  },
  // In Bazel's of wamuir/graft. For CUDA 11.
  'linux-x64-cuda': {
    version: '2.9.1',
    path: `${released}gpu-linux-x86_64-2.9.1.tar.gz`,
    sha256: '20c46f761d5905f592c4eac0812e8e50d9cb439f9440a9391912cf4c02ed8be8',
    addon: addonFor('GPU-linux-4.22.0.tar.gz'),
    needs: 3e9,
  },
  // In nixpkgs'. The published addon of this name is for x64.
  'linux-arm64-cpu': {
    version: '2.7.3',
    path: `${built}r2_7_linux_arm64.tar.gz`,
    sha256: '9395d1ff39f5b6847f5121e679ff4e599dc7061a2a7f87ceac061c78e908e6e3',
    addon: null,
    needs: 1e9,
  },
  // In nixpkgs' and Bazel's of wamuir/graft.
  'darwin-x64-cpu': {
    version: '2.9.1',
    path: `${released}cpu-darwin-x86_64-2.9.1.tar.gz`,
    sha256: '56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226',
    addon: null,
    needs: 1e9,
  },
  // In nixpkgs'.
  'darwin-arm64-cpu': {
    version: '2.7.0',
    path: `${built}r2_7_darwin_arm64_cpu.tar.gz`,
    sha256: '13ab22b97e2af06e431aaeb7b42fb89981965dd01aa16da035d8210aa4183d79',
    addon: null,
    needs: 1e9,
  },
  // In a CMake file of Microsoft's.
  'win32-x64-cpu': {
    version: '2.9.1',
    path: `${released}cpu-windows-x86_64-2.9.1.zip`,
    sha256: '56fa7e84c984144311563b405bd0e565568f3cbe2c15ac4713e9c8174a02b00f',
    addon: addonFor('CPU-windows-4.22.0.zip'),
    needs: 1e9,
  },
};

/** Milliseconds in which the host answers: so much a closed network costs, in which what is asked for vanishes. */
export const patience = 5000;

/** In the environment: names a mirror with the same paths, for the package itself too. */
export const mirrorVariable = 'TFJS_NODE_CDN_STORAGE';

const usualHost = 'https://storage.googleapis.com/';

/**
 * Where the package's files are: a mirror with the same paths is named as for the package itself, by
 * TFJS_NODE_CDN_STORAGE or CDN_STORAGE, and one of the released libraries alone by TFJS_NODE_BASE_URI, which is all of an
 * address before `cpu-linux-…`.
 */
export function addressOf(path: string, environment: NodeJS.ProcessEnv): string {
  const { TFJS_NODE_BASE_URI: base } = environment;
  if (base && path.startsWith(released)) return `${base}${path.slice(released.length)}`;
  const host = environment[mirrorVariable] || environment.CDN_STORAGE || usualHost;
  return `${host.replace(/\/*$/, '/')}${path}`;
}
