import { createEngine } from '../src/engines/engines';
import { findAddon } from '../src/engines/tensorflow/installation';
import { median } from '../src/training/median';
import { type BenchedStep, type StepTask, stepTask } from './stepTask';

/** What one process measured of its own steps. */
export interface Measurement {
  readonly imagesPerSecond: number;
  readonly millisecondsPerStep: number;
  /** Largest resident memory of the process, the libraries that it loaded included. */
  readonly peakMegabytes: number;
  /** That before the first step: the libraries, the weights, and what was made of them. */
  readonly loadedMegabytes: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
}

const peak = () => process.resourceUsage().maxRSS / 1024;

async function stepOf(implementation: string, task: StepTask): Promise<BenchedStep> {
  if (implementation === 'eager') {
    const addon = findAddon();
    if (addon === null) throw new Error('No addon of tfjs-node is built: set VISUAL_TUNING_TENSORFLOW.');
    return (await import('./eagerTensorflow')).eagerStep(task, addon);
  }
  if (implementation !== 'tensorflow' && implementation !== 'onnxruntime')
    throw new Error(`What is ${implementation}?`);
  return (await import('./replayedStep')).replayedStep(task, await createEngine(implementation));
}

async function measure(implementation: string, architecture: string, method: string, batch: number, steps: number) {
  const step = await stepOf(implementation, stepTask(architecture, method, batch));
  const loadedMegabytes = peak();
  const losses: number[] = [];
  const milliseconds: number[] = [];
  for (let i = 0; i < steps + 2; i++) {
    const start = performance.now();
    losses.push(await step.take());
    // The first steps make what later ones find made.
    if (i >= 2) milliseconds.push(performance.now() - start);
  }
  const millisecondsPerStep = median(milliseconds);
  const measurement: Measurement = {
    imagesPerSecond: (1000 * batch) / millisecondsPerStep,
    millisecondsPerStep,
    peakMegabytes: peak(),
    loadedMegabytes,
    firstLoss: losses[0],
    lastLoss: losses[losses.length - 1],
  };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}

const [implementation, architecture, method, batch, steps] = process.argv.slice(2);
void measure(implementation, architecture, method, Number(batch), Number(steps));
