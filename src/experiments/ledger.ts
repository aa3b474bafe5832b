import type { Architecture } from '../backbones/architecture';
import { headParameters } from '../backbones/head';
import { type Layer, sizeOf } from '../backbones/parameter';
import { vitParameters } from '../backbones/vit/parameters';
import { type MethodSelection, instanceNames, resolveTrainables } from '../methods/instances';

/** One tensor of the network. */
export interface LedgerRow {
  readonly layer: Layer;
  /** The same in the checkpoint. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Number of values in the tensor. */
  readonly parameters: number;
  readonly trainable: boolean;
}

/** What is trained and what is not: every tensor of the network, and the sums. */
export interface Ledger {
  /** In forward order: the embedding, the blocks, the final norm, the head; in each, the backbone's own tensors first. */
  readonly rows: readonly LedgerRow[];
  /** Trained values without the head. */
  readonly trainable: number;
  readonly head: number;
  /** Backbone, added tensors and head. */
  readonly total: number;
}

/** `visual-tuning params --json`. */
export interface LedgerDocument {
  readonly backbone: string;
  /** The methods' names, joined by `+` where there are several. */
  readonly method: string;
  readonly trainable: number;
  readonly head: number;
  readonly total: number;
  readonly layers: readonly LedgerRow[];
}

const row = (layer: Layer, name: string, shape: readonly number[], trainable: boolean): LedgerRow => ({
  layer,
  name,
  shape,
  parameters: sizeOf(shape),
  trainable,
});

const sum = (rows: readonly LedgerRow[]) => rows.reduce((total, { parameters }) => total + parameters, 0);

/**
 * The parameter ledger of methods on an architecture, with a linear head `[classes, width]` that is always trained.
 * @throws {InputError} if a method asks for a block that the backbone does not have.
 */
export function ledger(architecture: Architecture, selections: readonly MethodSelection[], classes: number): Ledger {
  const trainables = resolveTrainables(architecture, selections);
  const unfrozen = new Set(trainables.filter(({ kind }) => kind === 'backbone').map(({ name }) => name));
  const network = [
    ...vitParameters(architecture).map(({ layer, name, shape }) => row(layer, name, shape, unfrozen.has(name))),
    ...trainables.filter(({ kind }) => kind === 'added').map(({ layer, name, shape }) => row(layer, name, shape, true)),
  ];
  const head = headParameters(architecture, classes).map(({ name, shape }) => row('head', name, shape, true));
  const blocks = Array.from({ length: architecture.depth }, (_, index) => index);
  const order: Layer[] = ['embedding', ...blocks, 'norm', 'head'];
  const rows = order.flatMap(layer => [...network, ...head].filter(entry => entry.layer === layer));
  return {
    rows,
    trainable: sum(network.filter(({ trainable }) => trainable)),
    head: sum(head),
    total: sum(rows),
  };
}

/** The ledger as the command line prints it. */
export function ledgerDocument(
  architecture: Architecture,
  selections: readonly MethodSelection[],
  classes: number,
): LedgerDocument {
  const { rows, trainable, head, total } = ledger(architecture, selections, classes);
  return { backbone: architecture.id, method: methodNames(selections), trainable, head, total, layers: rows };
}

/** The methods of an experiment in one word: `vpt-deep`, `lora+adaptformer`, `lora+lora-2`. */
export function methodNames(selections: readonly Pick<MethodSelection, 'method'>[]): string {
  return instanceNames(selections).join('+');
}
