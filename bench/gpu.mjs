// ViT-B/16 by VPT-Deep, LoRA and full fine-tuning on every engine of this machine's graphics card, beside PyTorch.
// npm run bench:gpu -- [--device=cpu] [--cases=ARCHITECTURE:METHOD[:BATCH],…] [--help]: see bench/gpu.md
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundled } from './bundled.mjs';

// What was measured is on the disk by then; leaving properly removes what is only needed meanwhile.
process.once('SIGINT', () => process.exit(130));
const [main, sameStep] = await bundled('bench/gpu/main.ts', 'bench/gpu/sameStep.ts');
const place = { root: join(import.meta.dirname, '..'), sameStep, environment: process.env };
process.exitCode = await createRequire(import.meta.url)(main).main(process.argv.slice(2), place);
