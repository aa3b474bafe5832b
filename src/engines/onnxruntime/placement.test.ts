import { expect, test } from 'vitest';
import { describePlacement, placementOf } from './placement';

const event = (operator: string, provider: string) => ({
  cat: 'Node',
  name: `${operator}_kernel_time`,
  args: { op_name: operator, provider },
});
const profile = JSON.stringify([
  { cat: 'Session', name: 'model_run', dur: 1 },
  { ...event('Gemm', 'DmlExecutionProvider'), name: 'Gemm_fence_before' },
  event('Gemm', 'DmlExecutionProvider'),
  event('MatMul', 'DmlExecutionProvider'),
  event('Gelu', 'CPUExecutionProvider'),
  event('Erf', 'CPUExecutionProvider'),
  event('Erf', 'CPUExecutionProvider'),
  event('MemcpyToHost', 'DmlExecutionProvider'),
]);

test('what the processor computed is counted by operation, apart from copies', () => {
  expect(placementOf(profile, 'DmlExecutionProvider')).toEqual({
    computed: 2,
    left: new Map([
      ['Gelu', 1],
      ['Erf', 2],
    ]),
  });
  expect(placementOf(profile, 'CoreMLExecutionProvider').computed).toBe(0);
});

test('what the processor computes is told, the most frequent first, and nothing where it computes nothing', () => {
  const placement = placementOf(profile, 'DmlExecutionProvider');
  expect(describePlacement('ONNX Runtime on DirectML', placement)).toBe(
    "ONNX Runtime on DirectML computes 2 of the network's 5 operations; the processor computes the rest (2 Erf, 1 Gelu).",
  );
  expect(describePlacement('', { computed: 2, left: new Map() })).toBeUndefined();
});
