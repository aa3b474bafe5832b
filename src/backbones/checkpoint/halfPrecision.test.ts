import { expect, test } from 'vitest';
import { asHalves } from './halfPrecision';
import { converterOf } from './tensorValues';

function widened(halves: Uint16Array): Float32Array {
  const widen = converterOf('F16');
  if (!widen) throw new Error('Halves are read.');
  const bytes = new Uint8Array(halves.length * 2);
  bytes.set(new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength));
  return widen(bytes);
}

test('every finite half survives being widened and narrowed again', () => {
  const halves = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits).filter(bits => (bits & 0x7c00) !== 0x7c00);
  expect(asHalves(widened(halves))).toEqual(halves);
});

test('a value between two halves goes to the nearer one, and from the middle to the even one', () => {
  const values = Float32Array.of(1 + 1 / 2048, 1 + 3 / 2048, 1 + 1.01 / 2048, 65519, 65520, 2 ** -25, 3 * 2 ** -25);
  expect([...widened(asHalves(values))]).toEqual([1, 1 + 2 / 1024, 1 + 1 / 1024, 65504, Infinity, 0, 2 ** -23]);
});

test('the sign of zero, infinities and numbers that are none are kept', () => {
  expect([...widened(asHalves(Float32Array.of(-0, -Infinity, NaN, 1e-30)))]).toEqual([-0, -Infinity, NaN, 0]);
});
