import { expect, test } from 'vitest';
import { changeText } from './changeText';

const text = `{
    "name": "mine", "backbone": "vit-nano",
    "data": { "kind": "image-folder", "path": "digits" },

    "method": { "id": "lora",   "rank": 4 },
    "note": [1,2, 3]
}
`;

test('a value that is there is replaced, and nothing else is touched', () => {
  const changed = changeText(text, { kind: 'hyperparameter', index: 0, name: 'rank', value: 16 });
  expect(changed).toBe(text.replace('"rank": 4', '"rank": 16'));
});

test('a field that is not there joins its object, with the objects on the way', () => {
  const changed = changeText(text, { kind: 'field', path: 'training.optimizer.learningRate', value: 0.01 });
  expect(JSON.parse(changed)).toMatchObject({ training: { optimizer: { learningRate: 0.01 } } });
  expect(changed.startsWith(text.slice(0, text.indexOf('[1,2, 3]')))).toBe(true);
  const beside = changeText(text, { kind: 'field', path: 'data.validation', value: 0.1 });
  expect(beside).toContain('"path": "digits"');
  expect(JSON.parse(beside)).toMatchObject({ data: { validation: 0.1 } });
});

test('line ends and indentation are those of the file', () => {
  const tabs = '{\r\n\t"seed": 1\r\n}';
  expect(changeText(tabs, { kind: 'field', path: 'training.epochs', value: 3 })).toBe(
    '{\r\n\t"seed": 1,\r\n\t"training": {\r\n\t\t"epochs": 3\r\n\t}\r\n}',
  );
});

test('a second method makes a list, a third joins it, and the last one left stands alone again', () => {
  const two = changeText(text, { kind: 'addMethod', id: 'ssf' });
  expect(JSON.parse(two).method).toEqual([{ id: 'lora', rank: 4 }, { id: 'ssf' }]);
  const three = changeText(two, { kind: 'addMethod', id: 'bitfit' });
  expect(JSON.parse(three).method).toEqual([{ id: 'lora', rank: 4 }, { id: 'ssf' }, { id: 'bitfit' }]);
  const changed = changeText(three, { kind: 'hyperparameter', index: 1, name: 'std', value: 0.5 });
  expect(JSON.parse(changed).method[1]).toEqual({ id: 'ssf', std: 0.5 });
  const removed = changeText(changed, { kind: 'removeMethod', index: 1 });
  expect(JSON.parse(removed).method).toEqual([{ id: 'lora', rank: 4 }, { id: 'bitfit' }]);
  expect(JSON.parse(changeText(removed, { kind: 'removeMethod', index: 1 })).method).toEqual({ id: 'lora', rank: 4 });
});

test('another method comes without the settings of the one before', () => {
  const changed = changeText(text, { kind: 'method', index: 0, id: 'vpt-deep', values: { prompts: 5 } });
  expect(JSON.parse(changed).method).toEqual({ id: 'vpt-deep', prompts: 5 });
});

test('a backbone is a name, and with a checkpoint an object', () => {
  const named = changeText(text, { kind: 'backbone', architecture: 'vit-tiny-patch16-224', checkpoint: null });
  expect(JSON.parse(named).backbone).toBe('vit-tiny-patch16-224');
  const given = changeText(named, { kind: 'backbone', architecture: 'vit-tiny-patch16-224', checkpoint: 'a' });
  expect(JSON.parse(given).backbone).toEqual({ architecture: 'vit-tiny-patch16-224', checkpoint: 'a' });
});

test('another optimiser keeps the weight decay and takes its own learning rate', () => {
  const adam = changeText(text, { kind: 'field', path: 'training.optimizer.weightDecay', value: 0.1 });
  const fast = changeText(adam, { kind: 'field', path: 'training.optimizer.learningRate', value: 1 });
  expect(JSON.parse(changeText(fast, { kind: 'optimizer', name: 'sgd' })).training.optimizer).toEqual({
    name: 'sgd',
    weightDecay: 0.1,
  });
});

test('a detail of the step schedule makes it an object', () => {
  const step = changeText(text, { kind: 'schedule', name: 'step' });
  const every = changeText(step, { kind: 'field', path: 'training.schedule.every', value: 5 });
  expect(JSON.parse(every).training.schedule).toEqual({ name: 'step', every: 5 });
});
