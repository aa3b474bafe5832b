import type { ParametersLayer, ParametersLedger } from '../../src/protocol/parametersLedger';

/** Trained parameters of one part, layer by layer; null where it has none. */
export interface BarSeries {
  readonly part: string;
  readonly title: string;
  readonly values: readonly (number | null)[];
}

/** The chart of a ledger: every layer of the network in forward order, and a series for every part that is trained. */
export interface LayerBars {
  readonly layers: readonly ParametersLayer[];
  readonly series: readonly BarSeries[];
}

/** Sums the trained parameters of each part in each layer. */
export function layerBars({ rows, parts }: Pick<ParametersLedger, 'rows' | 'parts'>): LayerBars {
  const layers = [...new Set(rows.map(({ layer }) => layer))];
  const trained = rows.filter(({ trainable }) => trainable);
  const sumOf = (part: string, layer: ParametersLayer) =>
    trained
      .filter(row => row.part === part && row.layer === layer)
      .reduce((sum, { parameters }) => sum + parameters, 0);
  return {
    layers,
    series: parts.map(({ id, title }) => ({
      part: id,
      title,
      values: layers.map(layer => sumOf(id, layer) || null),
    })),
  };
}
