import { expect, test } from 'vitest';
import { readExperiment } from './readExperiment';

const experiment = {
  backbone: 'vit-tiny-patch16-224',
  data: { kind: 'image-folder', path: 'images' },
  method: { id: 'lora', rank: 4 },
};

function problemOf(text: string) {
  const reading = readExperiment(text);
  if (reading.kind !== 'problem') throw new Error('The text was taken for an experiment.');
  const { start, end } = reading.range;
  return { sentence: reading.sentence, at: text.slice(start, end) };
}

test('an experiment that holds together is given with its architecture and its methods', () => {
  const reading = readExperiment(JSON.stringify(experiment));
  expect(reading).toMatchObject({
    kind: 'experiment',
    architecture: { id: 'vit-tiny-patch16-224' },
    selections: [{ method: { id: 'lora' }, values: { rank: 4 } }],
  });
});

test.each([
  [{ ...experiment, seeds: 1 }, /^seeds is not known here; did you mean seed\?$/, '"seeds":1'],
  [{ ...experiment, method: { id: 'lora', rank: 0 } }, /^method\.rank is 0 but must be/, '"rank":0'],
  [{ ...experiment, training: { optimizer: { lr: 1 } } }, /^training\.optimizer\.lr is not known/, '"lr":1'],
  [{ ...experiment, data: { kind: 'image-folder' } }, /^data\.path is missing/, '"data"'],
  [{ ...experiment, backbone: 'resnet50' }, /^backbone is "resnet50", which is not known/, '"backbone":"resnet50"'],
  [
    { ...experiment, backbone: { architecture: 'vit-bsae-patch16-224' } },
    /^backbone\.architecture is .* did you mean "vit-base-patch16-224"\?$/,
    '"architecture":"vit-bsae-patch16-224"',
  ],
  [{ ...experiment, method: { id: 'lora', layers: [12] } }, /^method\.layers names block 12/, '"layers"'],
  [{ ...experiment, method: [{ id: 'lora' }, { id: 'lora' }] }, /^method\[1\] is lora with the same/, '{'],
  [[], /^the file holds \[\]/, '['],
])('a problem is told in one sentence at its field (case %#)', (content, sentence, at) => {
  const problem = problemOf(JSON.stringify(content));
  expect(problem.sentence).toMatch(sentence);
  expect(problem.at).toBe(at);
});

test('what is no JSON is told where it stops being so', () => {
  expect(problemOf('{\n  "seed": 1,\n  x\n}')).toEqual({
    sentence: 'not valid JSON: expected a field name in double quotes but found "x".',
    at: 'x',
  });
});
