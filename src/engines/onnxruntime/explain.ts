import { engineTitles } from '../engineTitles';
import { type ProviderName, providers } from './providers';

/** As a sentence goes on after a colon: what would make a provider usable. */
type Remedy = (reason: string, platform: NodeJS.Platform) => string;

const isMissing = (reason: string, library: RegExp) => library.test(reason) && /cannot open shared object/.test(reason);

const fetched = 'have "visual-tuning engines install cuda" fetch';

const cudaRemedy: Remedy = reason => {
  if (isMissing(reason, /libcuda\.so/)) return "install NVIDIA's driver";
  if (isMissing(reason, /libcudnn/)) return `${fetched} cuDNN, or install it and name its folder in LD_LIBRARY_PATH`;
  if (isMissing(reason, /lib/)) {
    return `${fetched} CUDA's libraries, or install those of that version and name their folder in LD_LIBRARY_PATH`;
  }
  if (/no CUDA-capable device|driver version is insufficient|CUDA failure (3|35|100|101|999)\b/.test(reason)) {
    return "check with nvidia-smi that NVIDIA's driver works and is new enough: 525 for CUDA 12, 580 for CUDA 13";
  }
  return "check that CUDA, cuDNN 9 and NVIDIA's driver are installed";
};

const webGpuRemedy: Remedy = (reason, platform) => {
  if (!/libvulkan|adapter|device|ended by/i.test(reason)) return 'install Visual Tuning for this platform again';
  if (platform === 'win32' || platform === 'darwin')
    return 'bring the system and the driver of the graphics card up to date';
  const driver = 'a Vulkan driver of the graphics card (for AMD and Intel "sudo apt install mesa-vulkan-drivers")';
  return isMissing(reason, /libvulkan/)
    ? `install Vulkan ("sudo apt install libvulkan1") and ${driver}`
    : `install ${driver}`;
};

const remedies: Readonly<Record<ProviderName, Remedy>> = {
  cuda: cudaRemedy,
  webgpu: webGpuRemedy,
  coreml: () => 'bring macOS up to date',
  directml: () => 'bring Windows and the driver of the graphics card up to date',
};

/** A provider on another platform than its own. */
export function explainPlatform(name: ProviderName, platform: string): string {
  const { engine, platforms } = providers[name];
  return `${engineTitles[engine]} is there on ${platforms.join(', ')}, not on ${platform}: use onnxruntime.`;
}

/** CUDA's, before it is installed. */
export const explainCudaNotInstalled = (hasCard: boolean): string =>
  `${engineTitles['onnxruntime-cuda']} is not installed: ${hasCard ? '' : 'on a machine with an NVIDIA card, '}` +
  '"visual-tuning engines install cuda" does it.';

/** CUDA's, if it was installed for another version of ONNX Runtime, as an update leaves it. */
export const explainOtherCuda = (installed: string, needed: string): string =>
  `The CUDA provider of ONNX Runtime ${installed} is installed and that of ${needed} is needed: ` +
  '"visual-tuning engines install cuda" replaces it, or use onnxruntime.';

/** Why a provider can't be used and what to do, in one sentence. @param reason the literal one, without a full stop */
export function explainProvider(name: ProviderName, reason: string, platform = process.platform): string {
  const wasEnded = /^it was ended by/.test(reason);
  const because = wasEnded ? `its process crashed: ${reason}` : reason;
  return `${engineTitles[providers[name].engine]} can't be used (${because}): ${remedies[name](reason, platform)}, or use onnxruntime.`;
}
