import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { Failed, reasonOf, runChild } from './child';

const options = { environment: process.env, folder: tmpdir(), patience: 60, card: null };
const script = (text: string) => runChild(process.execPath, ['-e', text], options);

test('the document is what was printed last, whatever a library said before', async () => {
  const { document } = await script(`console.log('loading'); console.log(JSON.stringify({ a: 1 }))`);
  expect(document).toEqual({ a: 1 });
  expect((await script(`console.log(JSON.stringify({ a: 1 }, null, 2))`)).document).toEqual({ a: 1 });
});

test('a failure has the words of the program', async () => {
  await expect(
    script(`console.error('Failed: no such kernel. (--verbose says where.)'); process.exit(1)`),
  ).rejects.toThrow(/^no such kernel\.$/);
  await expect(script(`console.log('well')`)).rejects.toThrow('It printed no result but: well');
  await expect(runChild('/nowhere/python', [], options)).rejects.toThrow(Failed);
});

test('what takes too long is ended', async () => {
  const late = runChild(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { ...options, patience: 0.2 });
  await expect(late).rejects.toThrow('It took longer than 0.2 seconds');
});

test.for([
  ['a traceback', 'Traceback:\n  File "x.py"\nValueError: bad\n', 1, 'ValueError: bad'],
  [
    'PyTorch',
    'x\ntorch.OutOfMemoryError: CUDA out of memory. Tried\nnote\n',
    1,
    'Out of memory: torch.OutOfMemoryError',
  ],
  ['TensorFlow', 'Failed: OOM when allocating tensor with shape[64]\n', 1, 'Out of memory: OOM when'],
  ['ONNX Runtime', 'Error: BFCArena: Failed to allocate memory for requested buffer\n', 1, 'Out of memory: Error'],
  ['the system', '', 'SIGKILL', 'memory runs out'],
  ['a crash', '', 'SIGSEGV', 'It ended with SIGSEGV and said nothing.'],
] as const)('the reason of %s is found in what it wrote', ([, text, end, said]) => {
  expect(reasonOf(text, end)).toContain(said);
});
