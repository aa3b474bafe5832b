import { join } from 'node:path';
import { type Case, readCase } from './cases';
import { WrongUse } from './wrongUse';

/** What a person asked to be measured, and how. */
export interface Options {
  /** `cpu` rehearses: the same, on the processor, so that the script can be tried without a card. */
  readonly device: 'gpu' | 'cpu';
  readonly cases: readonly Case[];
  /** How often every implementation has its turn. */
  readonly rounds: number;
  /** Steps that are timed in each turn. */
  readonly steps: number;
  /** Parts of the names of implementations; all where empty. */
  readonly only: readonly string[];
  readonly python: string;
  /** Index or UUID of the card, as `nvidia-smi` has it. */
  readonly card: string;
  /** Of the processor, where `device` is `cpu`; each library's own choice where null. */
  readonly threads: number | null;
  /** Seconds after which a measurement is given up. */
  readonly patience: number;
  /** Where `gpu.json` and `gpu.md` go. */
  readonly out: string;
}

const help = `npm run bench:gpu -- [options]
  --device=gpu|cpu   gpu by default; cpu rehearses without a card
  --cases=LIST       ARCHITECTURE:METHOD[:BATCH], separated by commas; METHOD is vpt-deep, lora, full or linear
                     (default: vit-base-patch16-224 with vpt-deep, lora and full)
  --batch=N          images per step where a case gives none (64)
  --rounds=N         turns of each implementation (3)
  --steps=N          steps that are timed in each turn (20)
  --only=LIST        implementations whose names contain one of these, such as --only=pytorch,onnxruntime-cuda
  --python=PATH      a Python with PyTorch (PYTHON, else python3)
  --card=N           index of the card as nvidia-smi has it (the first of CUDA_VISIBLE_DEVICES, else 0)
  --threads=N        threads of the processor, with --device=cpu
  --patience=N       seconds after which one measurement is given up (1200)
  --out=FOLDER       where gpu.json and gpu.md are (bench)`;

const known = ['device', 'cases', 'batch', 'rounds', 'steps', 'only', 'python', 'card', 'threads', 'patience', 'out'];

const list = (text: string | undefined) => (text ?? '').split(',').flatMap(part => part.trim() || []);

/**
 * Reads the command line.
 * @param root of the project
 * @returns what to print and nothing else, where help was asked for
 * @throws {WrongUse} in a sentence
 */
export function readOptions(words: readonly string[], environment: NodeJS.ProcessEnv, root: string): Options | string {
  if (words.includes('--help')) return help;
  const flags = new Map<string, string>();
  for (const word of words) {
    const [, name, value] = /^--([a-z]+)=(.*)$/s.exec(word) ?? [];
    if (name === undefined || !known.includes(name)) {
      throw new WrongUse(`${word} is not understood: write --NAME=VALUE with ${known.join(', ')}, or --help.`);
    }
    flags.set(name, value);
  }
  const count = (name: string, initial: number) => {
    const value = Number(flags.get(name) ?? initial);
    if (!Number.isInteger(value) || value < 1) throw new WrongUse(`--${name} must be a whole number from 1.`);
    return value;
  };
  const device = flags.get('device') ?? 'gpu';
  if (device !== 'gpu' && device !== 'cpu') throw new WrongUse(`--device=${device}: write gpu or cpu.`);
  const batch = count('batch', 64);
  const usual = ['vpt-deep', 'lora', 'full'].map(method => `vit-base-patch16-224:${method}`);
  const cases = list(flags.get('cases'));
  const only = list(flags.get('only'));
  return {
    device,
    cases: (cases.length > 0 ? cases : usual).map(text => readCase(text, batch)),
    rounds: count('rounds', 3),
    steps: count('steps', 20),
    only,
    python: flags.get('python') ?? (environment.PYTHON || 'python3'),
    card: flags.get('card') ?? (list(environment.CUDA_VISIBLE_DEVICES).at(0) || '0'),
    threads: flags.has('threads') ? count('threads', 1) : null,
    patience: count('patience', 1200),
    out: flags.get('out') ?? join(root, 'bench'),
  };
}
