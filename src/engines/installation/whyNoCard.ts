import type { Program } from '../probing/program';
import { runTool } from './runTool';

/** Of TensorFlow's own lines, those that tell why it leaves a card alone; the nearer to the cause the earlier. */
const causes = [
  /Could not load dynamic library '[^']+'; dlerror: [^;]+/,
  /failed call to cuInit:? .+/,
  /CUDA driver version is insufficient.*/,
  /Could not find cuda drivers.*/,
  /Cannot dlopen some GPU libraries.*/,
];

/** TensorFlow's words for why it computes on the processor, of what it wrote when asked to tell much; null if none are known. */
export function causeIn(text: string): string | null {
  const found = causes.map(cause =>
    cause
      .exec(text)?.[0]
      .trim()
      .replace(/[.\s]+$/, ''),
  );
  return found.find(Boolean) ?? null;
}

/** Asks TensorFlow, in a process of its own, why it finds no card. Null if it does not say. */
export async function whyNoCard(program: Program, environment: NodeJS.ProcessEnv): Promise<string | null> {
  const talkative = { ...environment, TF_CPP_MIN_LOG_LEVEL: '0', TF_CPP_VMODULE: 'dso_loader=1' };
  let text = '';
  await runTool(program.command, [...program.words, 'engines', 'probe', 'tensorflow', '--json'], {
    environment: talkative,
    signal: AbortSignal.timeout(120_000),
    onComplaints: complaints => (text = complaints),
  }).catch(() => '');
  return causeIn(text);
}
