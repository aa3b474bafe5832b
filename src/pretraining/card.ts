import { type FontLicence } from './fontLicences';
import { batchSize, pretrainingSchedule } from './pretrainBackbone';
import type { CurvePoint, PretrainingRecord } from './record';
import type { TrialResult } from './runTrials';
import { seeds, shots } from './trials';

export interface CardParts {
  readonly record: PretrainingRecord;
  readonly results: readonly TrialResult[];
  readonly fonts: readonly FontLicence[];
  /** Values in the file, and its size in bytes. */
  readonly parameters: number;
  readonly bytes: number;
}

const thousands = (count: number) => count.toLocaleString('en-US');
const percent = (share: number) => (100 * share).toFixed(1);

/** The model card of `vit-nano`, in Markdown: how it was made, how well it does, what it is for. */
export function modelCard(parts: CardParts): string {
  const { record, parameters, bytes } = parts;
  return [
    '# vit-nano',
    `A Vision Transformer of ${thousands(parameters)} parameters for images of 64 pixels (patch 8, width 128, 6 blocks, 4 heads; ` +
      'LayerNorm before each sub-layer, GELU, class token), pre-trained by this project on images made by formula. It ' +
      'travels with Visual Tuning, so that tuning works offline on a fresh machine. Classifier not included.',
    `- File: \`vit-nano.safetensors\`, ${(bytes / 1e6).toFixed(1)} MB, half precision, this project's own tensor names\n` +
      '- Input: RGB, shorter side resized to 64 by bicubic interpolation, centre crop, (value / 255 - 0.5) / 0.5\n' +
      '- Licence: MIT. No photograph, no scan and no downloaded data set was used',
    '## Pre-training data',
    dataSection(record),
    '## Training',
    trainingSection(record),
    '## Results',
    resultsSection(parts.results),
    '## Intended use and limits',
    'For trying the methods of Visual Tuning, for its tests and for small recognition tasks with figures, signs and ' +
      'strokes. It has never seen a photograph: for natural images, use a checkpoint pre-trained on them. The results ' +
      'above are of two small data sets. The solids stand upright because a first version of them, seen from any side, ' +
      'left the linear probe at about 30 %.',
    '## Reproduce',
    `\`\`\`sh\nnpm ci\nnpm run pretrain -- --images ${record.images} --seed ${record.seed} --threads ${record.threads}\n\`\`\`\n\n` +
      'The images are the same for a seed on every machine; weights agree up to the rounding of floating-point sums, ' +
      'which the number of threads and the processor change.',
    '## Fonts',
    'Letters were drawn from the outlines of these fonts, installed from npm as `@fontsource/…`; none is part of the ' +
      'weights or of the product.',
    fontsTable(parts.fonts),
  ]
    .join('\n\n')
    .concat('\n');
}

const descriptions: Readonly<Record<string, string>> = {
  letters: 'Latin letters, punctuation and symbols, one category for each across all fonts',
  scripts: 'Cyrillic, Greek, Devanagari, Thai and Hebrew letters',
  strokes: 'invented characters of one to three random splines, each writing a little different',
  contours: 'closed radial contours, filled or drawn (after RCDB, Kataoka et al., 2022)',
  fractals: 'iterated function systems (after FractalDB, Kataoka et al., 2020)',
  textures: 'gratings, plaids, rings, dots, checks, cells and clouds in two colours',
};

function dataSection({ pretexts, outlines, seed }: PretrainingRecord): string {
  const rows = pretexts.map(({ name, categories, share }) => [
    name,
    `${categories}`,
    `${Math.round(100 * share)} %`,
    descriptions[name] ?? '',
  ]);
  const total = pretexts.reduce((sum, { categories }) => sum + categories, 0);
  return (
    `Every image is drawn anew from seed ${seed} and its index; the network tells all ${total} categories apart in one ` +
    `softmax. Glyphs come from ${thousands(outlines)} outlines. **Digits are left out, of every script**, and so is the ` +
    'Cyrillic letter З, which is drawn as a 3. Letters that resemble digits (O, l, S, Б …) are in.\n\n' +
    `${table(['Pretext', 'Categories', 'Images', 'What it shows'], rows)}\n\n` +
    'Figures are scaled, stretched, rotated, slanted, moved, bent by slow waves, and their lines thickened or thinned; ' +
    'half of them are reduced to 8 to 24 pixels, some to few grey levels, and enlarged again; most are light on black, ' +
    'the others any two shades or colours, some on an uneven ground or under noise.'
  );
}

function trainingSection({ curve, threads, images }: PretrainingRecord): string {
  const { optimizer, labelSmoothing, gradientClipping, warmupEpochs, epochs: reports } = pretrainingSchedule();
  const minutes = (curve.at(-1)?.seconds ?? 0) / 60;
  const shown = curve.filter((_, index) => (index + 1) % 4 === 0 || index === curve.length - 1);
  return (
    `${thousands(images)} images, each seen once, by full training from random weights with the project's own trainer ` +
    `on its ONNX Runtime engine: ${optimizer.name === 'adamw' ? 'AdamW' : 'SGD'}, learning rate ` +
    `${optimizer.learningRate} with ${percent(warmupEpochs / reports)} % warm-up and cosine decay to 0, weight decay ` +
    `${optimizer.weightDecay}, batches of ${batchSize}, label smoothing ${labelSmoothing}, gradient norm clipped at ` +
    `${gradientClipping ?? 'nothing'}. It took ${minutes.toFixed(0)} minutes on ${threads} threads, and one that drew ` +
    'the images, of a 4-core x86 server that had other work to do.\n\n' +
    '![Loss and accuracy by images seen](vit-nano-curve.svg)\n\n' +
    `${table(['Images seen', 'Loss', 'Accuracy', 'Minutes'], shown.map(curveRow))}\n\n` +
    `Each row is the mean over the ${thousands(images / reports)} images before it, none of them seen earlier.\n\n` +
    'The recipe is not independent of the digits: its learning rate, its initial values and the strength of its ' +
    'distortions were settled after pilots of 20,000 to 45,000 images, judged by their loss and by a linear probe on one ' +
    'split of the digits.'
  );
}

function curveRow({ images, loss, accuracy, seconds }: CurvePoint): string[] {
  return [thousands(images), loss.toFixed(3), `${percent(accuracy)} %`, (seconds / 60).toFixed(1)];
}

const titles: Readonly<Record<TrialResult['sample'], string>> = {
  digits: 'Digits (8x8 pixels, handwritten, 10 classes)',
  solids: 'Solids (rendered bodies in colour, 6 classes; nothing like them was pre-trained on)',
};

function resultsSection(results: readonly TrialResult[]): string {
  const sections = (['digits', 'solids'] as const).map(sample => {
    const rows = results
      .filter(result => result.sample === sample)
      .map(({ weights, method, learningRate, epochs, validation, test }) => [
        weights,
        method,
        `${learningRate}`,
        `${epochs}`,
        meanAndDeviation(validation),
        meanAndDeviation(test),
        test.map(percent).join(', '),
      ]);
    const heads = ['Weights', 'Method', 'Learning rate', 'Epochs', 'Validation, %', 'Test, %', 'Test by seed'];
    return `### ${titles[sample]}\n\n${table(heads, rows)}`;
  });
  return [
    `Accuracy with ${shots} training images per class; mean ± standard deviation over seeds ${seeds.join(', ')}, each with ` +
      `its own split (the same for every row), initial values and order. AdamW, batches of 20, cosine. ` +
      'What was evaluated is the shipped file, in half precision. Learning rates (three to five tried per row) and the ' +
      'epochs of training from scratch were chosen by validation accuracy on the digits, with one or two of the seeds ' +
      "and, for vit-nano, weights from the middle of its training; each run's epoch by its own validation accuracy. " +
      'Test accuracy took no part in these choices. Hyper-parameters of methods are their defaults.',
    ...sections,
  ].join('\n\n');
}

/** In percent, with the deviation of a sample (n - 1). */
export function meanAndDeviation(shares: readonly number[]): string {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const squares = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  const deviation = shares.length > 1 ? Math.sqrt(squares / (shares.length - 1)) : 0;
  return `${percent(mean)} ± ${percent(deviation)}`;
}

function fontsTable(fonts: readonly FontLicence[]): string {
  return table(
    ['Font', 'Version', 'Licence'],
    fonts.map(({ name, version, licence }) => [`@fontsource/${name}`, version, licence]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
