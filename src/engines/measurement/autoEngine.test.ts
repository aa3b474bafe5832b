import { expect, test } from 'vitest';
import type { Measurement } from '../../protocol/engineReport';
import { chooseAuto } from './autoEngine';

const result = (imagesPerSecond: number) => ({ imagesPerSecond, millisecondsPerStep: 1, peakMemoryBytes: 1 });
const named = { device: 'cpu', version: '2.21.0', problem: null };
const measurement: Measurement = {
  fingerprint: 'here',
  time: '2026-11-22T16:37:31.777Z',
  workload: '',
  engines: [
    { ...named, engine: 'onnxruntime', version: '1.30.0', result: result(10) },
    { ...named, engine: 'tensorflow', result: result(25) },
    { ...named, engine: 'other', result: null, problem: 'It crashed.' },
  ],
};
const now = (version: string | undefined, device: string) => (engine: string) => {
  const found = engine === 'tensorflow' ? version : '1.30.0';
  return found === undefined ? undefined : { version: found, device };
};

test('the fastest that was measured is chosen, and by how much is said', () => {
  expect(chooseAuto(measurement, now('2.21.0', 'cpu'))).toEqual({
    engine: 'tensorflow',
    why: 'It was the fastest on this machine on 2026-11-22: 25 images/s, 2.5 times ONNX Runtime.',
  });
});

test.each([
  [null, '2.21.0', 'cpu', 'have not been measured'],
  [measurement, undefined, 'cpu', "TensorFlow, which was faster, can't be used now"],
  [measurement, '2.22.0', 'cpu', 'TensorFlow 2.22.0 on cpu has not been measured'],
  [measurement, '2.21.0', 'gpu', 'TensorFlow 2.21.0 on gpu has not been measured'],
  [{ ...measurement, engines: measurement.engines.slice(2) }, '2.21.0', 'cpu', 'has no result'],
])('otherwise it is ONNX Runtime, and why is said (case %#)', (measured, version, device, why) => {
  const chosen = chooseAuto(measured, now(version, device));
  expect(chosen.engine).toBe('onnxruntime');
  expect(chosen.why).toContain(why);
});
