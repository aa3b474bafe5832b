import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { namesIn } from '../../storage/namesIn';
import type { ProviderName } from './providers';

/** What a provider computes on. */
export interface Adapter {
  readonly device: 'cpu' | 'gpu';
  /** What it is called; absent where ONNX Runtime doesn't say, and it can't be inferred. */
  readonly adapter?: string;
}

/** What of a machine tells which device a provider takes: ONNX Runtime for Node.js does not say. */
export interface Machinery {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly processor: string;
  /** Of NVIDIA's cards. */
  readonly cards: readonly string[];
  /** Whether the kernel offers any device that draws or computes. */
  readonly hasGraphics: boolean;
}

/** The device that a provider computes on, as far as it can be known without asking it. */
export function findAdapter(name: ProviderName, machinery = thisMachinery()): Adapter {
  const { platform, environment, processor, cards, hasGraphics } = machinery;
  const isAlone = cards.length === 1 && !environment.CUDA_VISIBLE_DEVICES;
  switch (name) {
    case 'cuda':
      return { device: 'gpu', ...(isAlone && { adapter: cards[0] }) };
    case 'webgpu': {
      if (platform !== 'linux') return { device: 'gpu' };
      const drivers = environment.VK_DRIVER_FILES || environment.VK_ICD_FILENAMES || '';
      // Without a device of the kernel's, what draws is a program: SwiftShader or lavapipe.
      const isSoftware = !hasGraphics || /^[^:]*(swiftshader|lvp)[^:]*$/i.test(drivers);
      return isSoftware ? { device: 'cpu', adapter: 'Vulkan in software' } : { device: 'gpu' };
    }
    case 'coreml':
      return { device: 'gpu', adapter: `${processor}, as Core ML chooses` };
    case 'directml':
      return { device: 'gpu' };
  }
}

const cardsFolder = '/proc/driver/nvidia/gpus';

function thisMachinery(): Machinery {
  const cards = namesIn(cardsFolder).flatMap(folder => {
    const text = readOrNothing(join(cardsFolder, folder, 'information'));
    return /^Model:\s*(.+)$/m.exec(text)?.[1].trim() ?? [];
  });
  return {
    platform: process.platform,
    environment: process.env,
    processor: cpus().at(0)?.model.trim() || 'this machine',
    cards,
    hasGraphics:
      namesIn('/dev/dri').some(file => file.startsWith('renderD')) || ['/dev/nvidiactl', '/dev/dxg'].some(existsSync),
  };
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
