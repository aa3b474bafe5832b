import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TensorFlowBinding } from './binding';
import type { ProgramRunner } from './eagerRunner';
import { failureOf } from './failure';
import type { TensorFlowProgram } from './lower';
import { encodeSavedModel, savedModelTag } from './savedModel';

/**
 * Runs a program as one graph in a session of TensorFlow's, which knows it as a whole: it fuses operations, runs those
 * side by side that don't need each other, computes in place, and frees each value after its last use. The addon loads
 * such graphs from files alone, and takes inputs from and gives results to the processor's memory.
 */
export async function sessionRunner(binding: TensorFlowBinding, program: TensorFlowProgram): Promise<ProgramRunner> {
  const { bytes, inputs: inputNames, outputs: outputNames } = encodeSavedModel(program);
  const session = await loaded(binding, bytes);
  const names = { inputs: inputNames.join(), outputs: outputNames.join() };
  return {
    run: inputs => {
      try {
        return binding.runSavedModel(session, inputs, names.inputs, names.outputs).map(tensor => tensor.id);
      } catch (error) {
        throw failureOf(error);
      }
    },
    dispose: () => binding.deleteSavedModel(session),
  };
}

async function loaded(binding: TensorFlowBinding, bytes: Uint8Array): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'visual-tuning-'));
  try {
    await writeFile(join(folder, 'saved_model.pb'), bytes);
    return binding.loadSavedModel(folder, `${savedModelTag},`);
  } catch (error) {
    throw failureOf(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
