import type { CheckpointInspection } from '../inspection/checkpoint/inspectCheckpoint';
import { pairs, table, wrapped } from './table';
import { counted, grouped, listOf } from './words';

/** A part of a report under its title. */
export type Section = readonly [title: string, text: string];

/** A tensor table longer than this is not read by anybody. */
const mostTensors = 2000;
const mostNames = 5;

/** What a checkpoint holds, for a person. */
export function checkpointReport(inspection: CheckpointInspection): Section[] {
  const { file, layers, tensors, missing, unexpected, metadata } = inspection;
  const all: Section[] = [
    [file, pairs(summary(inspection))],
    [
      'Layers',
      pairs(
        layers.map(({ layer, parameters }) => [
          typeof layer === 'number' ? `block ${layer}` : layer,
          grouped(parameters),
        ]),
        'right',
      ),
    ],
    ['Tensors', tensorTable(tensors)],
    ['Metadata', pairs(Object.entries(metadata).map(([name, value]) => [printable(name), printable(value)]))],
    ['Missing', byReason(missing.map(({ name, shape, why }) => ({ name: `${name} ${shapeText(shape)}`, why })))],
    ['Unexpected', byReason(unexpected)],
  ];
  return all.filter(([, text]) => text !== '');
}

function summary({
  format,
  layout,
  architecture,
  reason,
  tensors,
  parameters,
}: CheckpointInspection): [string, string][] {
  const types = [...new Set(tensors.map(({ dtype }) => dtype))].sort();
  const rows: [string, string][] = [
    [
      'Format',
      `${format}, ${counted(tensors.length, 'tensor')} of ${types.length > 0 ? listOf(types, 'and') : 'no type'}`,
    ],
    ['Names', layout ?? 'unknown'],
    ['Parameters', grouped(parameters)],
  ];
  if (!architecture) return [...rows, ['Architecture', `unknown: ${reason ?? ''}`]];
  const { id, width, depth, heads, headsFrom, mlpWidth, mlp, patchSize, imageSize, classes } = architecture;
  const parts = [
    architecture.registers > 0 && counted(architecture.registers, 'register'),
    architecture.layerScale && 'LayerScale',
    mlp === 'swiglu' && 'SwiGLU',
    architecture.embeddingNorm && 'a norm before the blocks',
    !architecture.patchBias && 'no bias of the patches',
    architecture.pooling !== 'cls' && `read out by ${architecture.pooling}`,
    architecture.projection !== null && `a projection to ${architecture.projection}`,
  ].filter(part => part !== false);
  return [
    ...rows,
    [
      'Architecture',
      `${id ?? 'a Vision Transformer of no usual size'}${parts.length > 0 ? `, with ${listOf(parts, 'and')}` : ''}`,
    ],
    ['Width', `${width}, ${counted(depth, 'block')}, MLP ${mlpWidth}`],
    ['Heads', headsFrom === null ? `${heads}, the usual number for this width` : `${heads}, by ${headsFrom}`],
    [
      'Patch',
      patchSize === null ? 'unknown' : `${patchSize} pixels${imageSize === null ? '' : `, images of ${imageSize}`}`,
    ],
    ['Classes', classes === null ? 'no head' : grouped(classes)],
  ];
}

function tensorTable(tensors: CheckpointInspection['tensors']): string {
  const rows = tensors
    .slice(0, mostTensors)
    .map(({ name, dtype, shape, parameters }) => [printable(name), dtype, shapeText(shape), grouped(parameters)]);
  const columns = [{ title: 'Name' }, { title: 'Type' }, { title: 'Shape' }];
  const shown = table([...columns, { title: 'Parameters', align: 'right' }], rows);
  return tensors.length > mostTensors ? `${shown}\nand ${grouped(tensors.length - mostTensors)} more` : shown;
}

/** Names under the reason that they share. */
function byReason(tensors: readonly { readonly name: string; readonly why: string }[]): string {
  const groups = new Map<string, string[]>();
  for (const { name, why } of tensors) {
    const group = groups.get(why);
    if (group) group.push(name);
    else groups.set(why, [name]);
  }
  return [...groups]
    .map(([why, group]) => {
      const shown = group.slice(0, mostNames).map(printable);
      const more = group.length > mostNames ? [`and ${group.length - mostNames} more`] : [];
      return (
        wrapped(`${counted(group.length, 'tensor')}: ${printable(why)}.`) +
        `\n${wrapped([...shown, ...more].join(', '), '  ')}`
      );
    })
    .join('\n');
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** A text of unknown origin, so that it can't steer the terminal that it is shown on, nor fill it. */
function printable(text: string): string {
  const shown = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return shown.replace(/\p{C}/gu, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
