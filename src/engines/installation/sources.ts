import { InputError } from '../../protocol/inputError';
import type { PackageLibraries, PackageLibrary } from './packageLibraries';
import { type Device, type Source, supportedPlatform } from './recipe';

/** Where a person wants TensorFlow from; `auto` is the package's own download, else a wheel, and with CUDA the other way round. */
export type SourceChoice = 'auto' | Source;

export interface SourceRequest {
  readonly source: SourceChoice;
  readonly device: Device;
  /** Path or address of a wheel. */
  readonly from?: string;
}

/** The package's library for a platform, such as `linux-x64`, if there is one. */
export const libraryFor = (libraries: PackageLibraries, platform: string, device: Device): PackageLibrary | undefined =>
  libraries[`${platform}-${device}`];

/**
 * The sources to be tried on a platform, one after the other.
 * @throws {InputError} if there is none, or what was asked for does not go together
 */
export function sourcesOf(
  { source, device, from }: SourceRequest,
  platform: string,
  libraries: PackageLibraries,
): readonly [Source, ...Source[]] {
  if (from !== undefined && source === 'package') {
    throw new InputError('--from names a wheel, and --source package takes none: leave one of them out.');
  }
  const hasPackage = libraryFor(libraries, platform, device) !== undefined;
  const hasWheel = platform === supportedPlatform;
  const wanted = from !== undefined ? 'wheel' : source;
  if (wanted === 'package' && hasPackage) return ['package'];
  if (wanted === 'wheel' && hasWheel) return ['wheel'];
  if (wanted === 'auto' && hasPackage && hasWheel) {
    // What the package downloads is of 2022, for CUDA 11 and the cards of then.
    return device === 'cuda' ? ['wheel', 'package'] : ['package', 'wheel'];
  }
  if (wanted === 'auto' && hasPackage) return ['package'];
  throw new InputError(whyNot({ source: wanted, device }, platform, hasPackage));
}

function whyNot({ source, device }: SourceRequest, platform: string, hasPackage: boolean): string {
  if (source === 'wheel' && hasPackage) {
    return `A wheel of TensorFlow can be installed on ${supportedPlatform} alone, not on ${platform}: leave out --source and --from.`;
  }
  if (device === 'cuda') {
    return `TensorFlow with CUDA can be installed on ${supportedPlatform} alone, not on ${platform}: leave out --device cuda.`;
  }
  return (
    `TensorFlow can't be installed by command on ${platform}: use ONNX Runtime, which computes there, or build ` +
    '@tensorflow/tfjs-node-gpu yourself and name its folder in VISUAL_TUNING_TENSORFLOW.'
  );
}
