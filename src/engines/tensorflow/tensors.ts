import type { DeviceMemory } from '../engine';
import type { TensorFlowBinding } from './binding';
import { type InstructionValue, elementTypes } from './instructions';

type Numbers = Float32Array | Int32Array;

export function createTensor(
  binding: TensorFlowBinding,
  { dtype, shape, data }: Pick<InstructionValue, 'dtype' | 'shape'> & { readonly data: Numbers },
): number {
  return binding.createTensor(shape, elementTypes[dtype], dtype === 'bool' ? Uint8Array.from(data) : data);
}

/** Frozen weights on the device, each sent once however many programs read it, and freed with the last of them. */
export class FrozenTensors {
  private readonly held = new Map<Numbers, { readonly id: number; readonly holders: Set<object> }>();

  constructor(private readonly binding: TensorFlowBinding) {}

  /** The tensor of an array, for as long as the holder doesn't release it. */
  of(holder: object, data: Numbers, { dtype, shape }: InstructionValue): number {
    const known = this.held.get(data) ?? { id: createTensor(this.binding, { dtype, shape, data }), holders: new Set() };
    known.holders.add(holder);
    this.held.set(data, known);
    return known.id;
  }

  release(holder: object): void {
    for (const [data, { id, holders }] of this.held) {
      if (!holders.delete(holder) || holders.size > 0) continue;
      this.binding.deleteTensor(id);
      this.held.delete(data);
    }
  }
}

/** Arrays that are names of tensors which live between runs. */
export class KeptTensors implements DeviceMemory {
  /** Null while an array is all zeros. */
  private readonly tensors = new Map<Numbers, { readonly id: number; readonly shape: readonly number[] } | null>();

  constructor(private readonly binding: TensorFlowBinding) {}

  keep(arrays: Iterable<Float32Array>): void {
    for (const array of arrays) this.tensors.set(array, null);
  }

  write(arrays: Iterable<readonly [kept: Float32Array, source: Float32Array]>): void {
    for (const [array, data] of arrays) {
      const shape = [data.length];
      this.replace(array, createTensor(this.binding, { dtype: 'float32', shape, data }), shape);
    }
  }

  zero(arrays: Iterable<Float32Array>): void {
    for (const array of arrays) {
      this.free(array);
      this.tensors.set(array, null);
    }
  }

  read(arrays: Iterable<Float32Array>): void {
    for (const array of arrays) {
      const tensor = this.tensors.get(array);
      if (tensor) array.set(this.binding.tensorDataSync(tensor.id));
      else if (tensor === null) array.fill(0);
    }
  }

  release(arrays: Iterable<Float32Array>): void {
    for (const array of arrays) {
      this.free(array);
      this.tensors.delete(array);
    }
  }

  has(array: Numbers): boolean {
    return this.tensors.has(array);
  }

  /** The tensor that an array stands for, in a shape; null if it is an ordinary one. */
  of(array: Numbers, shape: readonly number[]): number | null {
    const tensor = this.tensors.get(array);
    if (tensor === undefined) return null;
    if (tensor?.shape.join() !== shape.join()) this.replace(array, this.shaped(tensor?.id ?? null, shape), shape);
    return this.tensors.get(array)?.id ?? null;
  }

  /** Another tensor for an array that is kept. */
  replace(array: Numbers, id: number, shape: readonly number[]): void {
    this.free(array);
    this.tensors.set(array, { id, shape });
  }

  private free(array: Numbers): void {
    const tensor = this.tensors.get(array);
    if (tensor) this.binding.deleteTensor(tensor.id);
  }

  /** The numbers of a tensor in another shape, or zeros. */
  private shaped(id: number | null, shape: readonly number[]): number {
    const { binding } = this;
    const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value });
    const sides = createTensor(binding, { dtype: 'int32', shape: [shape.length], data: Int32Array.from(shape) });
    const zero = createTensor(binding, { dtype: 'float32', shape: [], data: Float32Array.of(0) });
    try {
      const float = type('T', elementTypes.float32);
      const [made] =
        id === null
          ? binding.executeOp('Fill', [float, type('index_type', elementTypes.int32)], [sides, zero], 1)
          : binding.executeOp('Reshape', [float, type('Tshape', elementTypes.int32)], [id, sides], 1);
      return made.id;
    } finally {
      binding.deleteTensor(sides);
      binding.deleteTensor(zero);
    }
  }
}
