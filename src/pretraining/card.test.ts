import { expect, test } from 'vitest';
import { meanAndDeviation, modelCard } from './card';
import { curvePlot } from './curvePlot';
import { curveAsCsv } from './record';

const curve = [
  { images: 600, seconds: 60, loss: 6, accuracy: 0.01 },
  { images: 1200, seconds: 120, loss: 3, accuracy: 0.4 },
];

test('mean and deviation are in percent, the deviation that of a sample', () => {
  expect(meanAndDeviation([0.8, 0.9, 1])).toBe('90.0 ± 10.0');
  expect(meanAndDeviation([0.5])).toBe('50.0 ± 0.0');
});

test('the card states every result, the recipe and the fonts', () => {
  const card = modelCard({
    record: {
      seed: 3,
      images: 1200,
      threads: 2,
      pretexts: [{ name: 'letters', categories: 5, share: 1 }],
      outlines: 77,
      curve,
    },
    results: [
      {
        sample: 'digits',
        weights: 'random',
        method: 'full',
        learningRate: 0.01,
        epochs: 60,
        validation: [0.5],
        test: [0.25],
      },
      {
        sample: 'solids',
        weights: 'vit-nano',
        method: 'lora',
        learningRate: 0.02,
        epochs: 30,
        validation: [1],
        test: [0.75],
      },
    ],
    fonts: [{ name: 'some-font', version: '1.2.3', licence: 'OFL-1.1' }],
    parameters: 1234567,
    bytes: 2_400_000,
  });
  expect(card).toContain('1,234,567 parameters');
  expect(card).toContain('| random | full | 0.01 | 60 | 50.0 ± 0.0 | 25.0 ± 0.0 | 25.0 |');
  expect(card).toContain('| vit-nano | lora | 0.02 | 30 | 100.0 ± 0.0 | 75.0 ± 0.0 | 75.0 |');
  expect(card).toContain('| 1,200 | 3.000 | 40.0 % | 2.0 |');
  expect(card).toContain('npm run pretrain -- --images 1200 --seed 3 --threads 2');
  expect(card).toContain('| @fontsource/some-font | 1.2.3 | OFL-1.1 |');
});

test('the curve is written as numbers and drawn as two lines', () => {
  expect(curveAsCsv(curve)).toBe('images,seconds,loss,accuracy\n600,60.0,6.0000,0.0100\n1200,120.0,3.0000,0.4000\n');
  expect(curvePlot(curve).match(/<polyline/g)).toHaveLength(2);
});
