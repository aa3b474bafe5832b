import { type Lowering, type LoweringContext, type Lowerings, lowerings } from './lowerings';
import type { ProviderName } from './providers';

/** Those that lack operators of ONNX Runtime's own or of many inputs, which would fall to the processor. */
const plainSpoken: readonly ProviderName[] = ['webgpu', 'coreml'];

/** How each kernel is said in ONNX to a provider. */
export const loweringsFor = (provider: ProviderName): Lowerings =>
  plainSpoken.includes(provider)
    ? Object.fromEntries(Object.entries(lowerings).map(([kernel, lowering]) => [kernel, lowering && plain(lowering)]))
    : lowerings;

const plain =
  (lowering: Lowering): Lowering =>
  context =>
    lowering({
      ...context,
      emit: (operator, inputs, attributes = {}, outputs) => {
        switch (operator) {
          case 'FusedMatMul':
            return emitProduct(context, inputs, attributes, outputs);
          case 'Sum':
            return emitSum(context, inputs, outputs);
          default:
            return context.emit(operator, inputs, attributes, outputs);
        }
      },
    });

type Emit = LoweringContext['emit'];
type Attributes = NonNullable<Parameters<Emit>[2]>;
type Outputs = Parameters<Emit>[3];

/** FusedMatMul as a plain product, of matrices that are transposed and scaled beforehand. */
function emitProduct(
  { emit, scalar, shapes }: LoweringContext,
  inputs: readonly string[],
  { transA, transB, alpha }: Attributes,
  outputs: Outputs,
): string {
  // All matrices of a kernel come in batches of the same kind.
  const batch = shapes[0].slice(2).map((_, i) => i);
  const perm = [...batch, batch.length + 1, batch.length];
  const [a, b] = inputs.map((input, i) =>
    (i === 0 ? transA : transB) === 1 ? emit('Transpose', [input], { perm }) : input,
  );
  const isScaled = typeof alpha === 'object' && 'float' in alpha;
  // The second is of queries or keys, smaller than the products of all of them.
  return emit('MatMul', [a, isScaled ? emit('Mul', [b, scalar(alpha.float)]) : b], {}, outputs);
}

/** A sum of many as sums of two. */
function emitSum({ emit }: LoweringContext, [first, ...rest]: readonly string[], outputs: Outputs): string {
  const last = rest.pop();
  if (last === undefined) return emit('Identity', [first], {}, outputs);
  return emit('Add', [rest.reduce((sum, input) => emit('Add', [sum, input]), first), last], {}, outputs);
}
