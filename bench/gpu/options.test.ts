import { expect, test } from 'vitest';
import { caseWords } from './cases';
import { type Options, readOptions } from './options';
import { WrongUse } from './wrongUse';

function read(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Options {
  const options = readOptions(words, environment, '/project');
  if (typeof options === 'string') throw new Error(options);
  return options;
}

test('without options it is ViT-B/16 by three methods, batch 64, on the first card', () => {
  const { device, cases, card, python } = read([]);
  expect({ device, card, python }).toEqual({ device: 'gpu', card: '0', python: 'python3' });
  expect(cases.map(({ backbone, method, batch }) => `${backbone} ${method} ${batch}`)).toEqual([
    'vit-base-patch16-224 vpt-deep 64',
    'vit-base-patch16-224 lora 64',
    'vit-base-patch16-224 full 64',
  ]);
});

test('a case may have a batch of its own', () => {
  const { cases } = read(['--cases=vit-tiny-patch16-224:lora:2,vit-small-patch16-224:full', '--batch=8']);
  expect(cases.map(({ batch }) => batch)).toEqual([2, 8]);
});

test('the card is the one that a scheduler gave, unless another is named', () => {
  expect(read([], { CUDA_VISIBLE_DEVICES: '3,5' }).card).toBe('3');
  expect(read(['--card=1'], { CUDA_VISIBLE_DEVICES: '3' }).card).toBe('1');
});

test.for([
  ['--precision=tf32', '--precision'],
  ['fast', 'fast'],
  ['--rounds=0', '--rounds'],
  ['--device=tpu', 'gpu or cpu'],
  ['--cases=resnet50:full', 'resnet50:full'],
  ['--cases=vit-base-patch16-224:dora', 'vpt-deep, lora, full, linear'],
  ['--cases=vit-base-patch16-224:lora:half', 'batch'],
])('%s is refused in a sentence that says what is wrong', ([word, said]) => {
  expect(() => read([word])).toThrow(WrongUse);
  expect(() => read([word])).toThrow(said);
});

test('both programs are told every setting, so that no default of theirs matters', () => {
  expect(caseWords({ backbone: 'vit-base-patch16-224', method: 'vpt-deep', batch: 64 }).join(' ')).toBe(
    '--backbone vit-base-patch16-224 --method vpt-deep --set prompts=10 --set dropout=0',
  );
});
