import { availableParallelism } from 'node:os';
import type { Precision } from '../../protocol/precision';
import { type Buffers, type Engine, type Executable, bound } from '../engine';
import type { TensorFlowBinding } from './binding';
import { type ProgramRunner, eagerRunner } from './eagerRunner';
import { failureOf } from './failure';
import { type TensorFlowProgram, lower } from './lower';
import { precisionsOf } from './precisions';
import { sessionRunner } from './sessionRunner';
import { FrozenTensors, KeptTensors, createTensor } from './tensors';

/** How graphs are run: operation by operation on the device, or as a whole from the processor's memory. */
export type Execution = 'eager' | 'session';

/**
 * Runs graphs on TensorFlow, on its graphics card where it has one.
 * @param execution where absent: whole graphs on the processor, operations on a card, whose memory these don't leave
 * @param memoryBytes what the card has, where it is known
 */
export function tensorFlowEngine(
  binding: TensorFlowBinding,
  { execution, memoryBytes }: { readonly execution?: Execution; readonly memoryBytes?: number } = {},
): Engine {
  const device = binding.isUsingGpuDevice() ? 'gpu' : 'cpu';
  const frozen = new FrozenTensors(binding);
  const kept = new KeptTensors(binding);
  const runner = (execution ?? (device === 'gpu' ? 'eager' : 'session')) === 'eager' ? eagerRunner : sessionRunner;
  let precisions: readonly Precision[] | undefined;
  return {
    id: 'tensorflow',
    version: binding.TF_Version,
    // The C API of the addon gives no way to set it: TensorFlow takes every core.
    threads: availableParallelism(),
    device,
    memoryBytes,
    // Trying them out takes a moment, which a training in float32 need not wait.
    get precisions() {
      return (precisions ??= precisionsOf(binding));
    },
    memory: kept,
    prepare: async graph => {
      const program = lower(graph);
      return executable(binding, program, await runner(binding, program), frozen, kept);
    },
  };
}

function executable(
  binding: TensorFlowBinding,
  program: TensorFlowProgram,
  runner: ProgramRunner,
  frozen: FrozenTensors,
  kept: KeptTensors,
): Executable {
  return {
    run: async (inputs, outputs) => {
      const sent: number[] = [];
      try {
        const given = program.inputs.map(input => {
          const data = bound(inputs, input.name);
          const lasting =
            kept.of(data, input.shape) ?? (input.role === 'frozen' ? frozen.of(runner, data, input) : null);
          if (lasting !== null) return lasting;
          const id = createTensor(binding, { ...input, data });
          sent.push(id);
          return id;
        });
        deliver(binding, program, kept, runner.run(given), outputs);
      } finally {
        sent.forEach(id => binding.deleteTensor(id));
      }
    },
    dispose: async () => {
      runner.dispose();
      frozen.release(runner);
    },
  };
}

/** Copies results into ordinary arrays, and makes the others what kept arrays stand for: all of them, or none. */
function deliver(
  binding: TensorFlowBinding,
  program: TensorFlowProgram,
  kept: KeptTensors,
  results: readonly number[],
  outputs: Buffers,
): void {
  const made = program.outputs.map(({ name, shape }, i) => ({ id: results[i], shape, array: outputs.get(name) }));
  const taken = new Set<number>();
  try {
    for (const { id, array } of made) {
      // On a card, operations that failed are found out about here.
      if (array && !kept.has(array)) array.set(binding.tensorDataSync(id));
    }
    for (const { id, shape, array } of made) {
      if (!array || !kept.has(array)) continue;
      kept.replace(array, id, shape);
      taken.add(id);
    }
  } catch (error) {
    throw failureOf(error);
  } finally {
    for (const id of results) if (!taken.has(id)) binding.deleteTensor(id);
  }
}
