import { type Architecture, findArchitecture } from '../../backbones/architecture';
import { type Layer, sizeOf } from '../../backbones/parameter';
import { vitParameters } from '../../backbones/vit/parameters';
import { type LedgerDocument, ledgerDocument } from '../../experiments/ledger';
import { backboneId } from '../backboneOption';
import { defineCommand } from '../command';
import { methodOptions, readMethods } from '../methodOptions';
import { json, wholeNumber } from '../options';
import { pairs, table } from '../table';
import { counted, grouped, percent } from '../words';

/** `visual-tuning params`: what a method trains, layer by layer, before anything is run. */
export const params = defineCommand({
  name: 'params',
  summary: 'Count what a method trains on a backbone, layer by layer.',
  options: {
    backbone: backboneId,
    ...methodOptions,
    classes: wholeNumber({
      default: 10,
      minimum: 1,
      maximum: 1_000_000,
      help: 'Classes that the head tells apart; 10 by default.',
    }),
    json,
  },
  examples: [
    'params --backbone vit-base-patch16-224 --method lora --set rank=16 --set targets=q,k,v',
    'params --backbone vit-base-patch16-224 --method lora --method adaptformer --set lora.layers=last-4 --json',
  ],
  run: async (context, { options }) => {
    const architecture = findArchitecture(options.backbone, '--backbone');
    const document = ledgerDocument(architecture, readMethods(options.method, options.set), options.classes);
    if (options.json) {
      context.json(document);
      return;
    }
    const { backbone, method } = document;
    const title = `${method} on ${backbone}, ${counted(options.classes, 'class', 'classes')}`;
    context.print([context.style.bold(title), layerTable(document), totals(document, architecture)].join('\n\n'));
  },
});

function layerTable({ layers }: LedgerDocument): string {
  const rows = [...new Set(layers.map(({ layer }) => layer))].map(layer => {
    const own = layers.filter(row => row.layer === layer);
    const trained = own.filter(({ trainable }) => trainable);
    return [nameOf(layer), grouped(trained.length), grouped(sumOf(trained)), grouped(sumOf(own))];
  });
  return table(
    [
      { title: 'Layer' },
      { title: 'Trained tensors', align: 'right' },
      { title: 'Trained parameters', align: 'right' },
      { title: 'All parameters', align: 'right' },
    ],
    rows,
  );
}

function totals({ trainable, head, total }: LedgerDocument, architecture: Architecture): string {
  const backbone = vitParameters(architecture).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return pairs(
    [
      ['Trained, without the head', grouped(trainable)],
      ['Share of the backbone', percent(trainable / backbone)],
      ['Head', grouped(head)],
      ['Total', grouped(total)],
    ],
    'right',
  );
}

const sumOf = (rows: LedgerDocument['layers']) => rows.reduce((sum, { parameters }) => sum + parameters, 0);
const nameOf = (layer: Layer) => (typeof layer === 'number' ? `block ${layer}` : layer);
