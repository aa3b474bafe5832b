import { expect, test } from 'vitest';
import { methods } from '../../methods/catalogue';
import { nameProblem, newExperimentText } from './newExperimentFile';
import { readExperiment } from './readExperiment';

test.each(methods.map(({ id }) => id))('a new experiment with %s holds together', method => {
  const reading = readExperiment(
    newExperimentText({ name: 'mine', data: 'samples/digits', backbone: 'vit-nano', method }),
  );
  expect(reading).toMatchObject({ kind: 'experiment', experiment: { name: 'mine', data: { path: 'samples/digits' } } });
});

test('what is most often changed is written out', () => {
  const text = newExperimentText({ name: 'mine', data: 'images', backbone: 'vit-nano', method: 'vpt-deep' });
  expect(JSON.parse(text)).toMatchObject({
    method: { id: 'vpt-deep', prompts: 10 },
    training: { epochs: 20 },
    seed: 0,
  });
});

test('a name is one that every system takes for a file, and new', () => {
  const taken = new Set(['mine.tuning.json']);
  expect(nameProblem('digits-vpt 2', taken)).toBeUndefined();
  expect(nameProblem('  ', taken)).toBe('empty');
  expect(['a/b', 'a:b', '..', 'a\nb'].map(name => nameProblem(name, taken))).toEqual(Array(4).fill('characters'));
  expect(nameProblem('Mine', taken)).toBe('taken');
});
