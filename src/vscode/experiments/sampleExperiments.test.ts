import { expect, test } from 'vitest';
import { readExperiment } from './readExperiment';
import { sampleExperiments } from './sampleExperiments';

test.each(sampleExperiments)('$fileName holds together, on images that unpack themselves', ({ text }) => {
  expect(readExperiment(text)).toMatchObject({ kind: 'experiment', experiment: { data: { path: 'samples/digits' } } });
});
