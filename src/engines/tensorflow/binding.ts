import { createRequire } from 'node:module';
import type { Precision } from '../../protocol/precision';
import { forbidTensorFloat32 } from '../tensorFloat32';

/** A tensor as TensorFlow made it. */
export interface TensorFlowTensor {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** An attribute of an operation, its type one of the binding's `TF_ATTR_…`. */
export interface TensorFlowAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[];
}

/** The native addon of `@tensorflow/tfjs-node-gpu` and `@tensorflow/tfjs-node`: TensorFlow's eager C API. */
export interface TensorFlowBinding {
  readonly TF_Version: string;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  isUsingGpuDevice(): boolean;
  /** Copies the data, or reads it where it lies as long as the tensor lives: it must not change meanwhile. */
  createTensor(shape: readonly number[], dtype: number, data: Float32Array | Int32Array | Uint8Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(
    operation: string,
    attributes: readonly TensorFlowAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly TensorFlowTensor[];
  /** Loads the graph of a SavedModel's folder. @param tags each followed by a comma. @returns the session's number */
  loadSavedModel(folder: string, tags: string): number;
  /** Runs the part of the graph that the results need. Names are `node:output`, each followed by a comma but the last. */
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): readonly TensorFlowTensor[];
  deleteSavedModel(session: number): void;
  /** Tensors that live. */
  getNumOfTensors(): number;
}

const isBinding = (loaded: unknown): loaded is TensorFlowBinding =>
  typeof loaded === 'object' && loaded !== null && 'executeOp' in loaded && 'TF_Version' in loaded;

/**
 * Loads the addon at a path. Its shared library of TensorFlow lies where it was built to look for it.
 * @param precision of training: once a process has loaded it for another one, it has no `tf32`
 * @throws whatever the system says where it can't be loaded
 */
export function loadBinding(path: string, precision?: Precision): TensorFlowBinding {
  forbidTensorFloat32(precision);
  // All are read when the library is loaded: oneDNN is off by default on processors without AVX-512. That it is on,
  // version 2.21 says in two lines on stderr whatever the level is (see `isChatter`).
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  // Else the first process takes a whole card, and a probe or an inspector beside a training finds no memory left.
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  const loaded: unknown = createRequire(path)(path);
  if (!isBinding(loaded)) throw new Error(`${path} is not the addon of tfjs-node.`);
  return loaded;
}
