import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as z from 'zod';

/** onnxruntime-node as it is installed. */
export interface OnnxRuntimePackage {
  readonly version: string;
  /** Of its binaries for this platform. */
  readonly folder: string;
}

/** onnxruntime-node, which is not loaded for it; null if it is not there. */
export function onnxRuntimePackage(): OnnxRuntimePackage | null {
  try {
    const manifest = createRequire(__filename).resolve('onnxruntime-node/package.json');
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8')));
    return { version, folder: join(dirname(manifest), 'bin', 'napi-v6', process.platform, process.arch) };
  } catch {
    return null;
  }
}
