import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { AttentionMaps } from './attentionMaps';
import { divergingRamp, sequentialRamp } from './colourRamp';
import type { Contents } from './contents';
import { filled } from './filled';
import { problem } from './problem';
import { heatGrid } from './heatGrid';
import { type HeatTable, heatTable } from './heatTable';
import { layerOfPrompts } from './knowledge';
import { type ValueRange, rangeOf } from './valueRange';
import { cosineText, narrowWeight, weightText } from './weightText';

const named = (count: number) => Array.from({ length: count }, (_, prompt) => `P${prompt}`);

/** Ids of the tables' titles. */
export const titleIds = { shares: 'shares-title', heads: 'heads-title', similarity: 'similarity-title' } as const;

/** With more columns than this, a table is a picture of its colours. */
const mostWritten = 20;

function heat(table: HeatTable, { words, cell, actions }: Contents): TemplateResult {
  if (table.columns.length <= mostWritten) return heatTable(table);
  const { titleId } = table;
  return heatGrid({
    ...table,
    cell: cell?.table === titleId ? cell : null,
    hint: words.pointAtCell,
    point: at => actions.pointCell(at && { table: titleId, ...at }),
  });
}

/** Layers by prompts: how much the class token attends to each, or, by rollout, its share of each through all layers. */
export function shareTable(contents: Contents, maps: AttentionMaps): TemplateResult {
  const { words, state, actions } = contents;
  const { layers, prompts } = maps.attention;
  const isRollout = state.mode === 'rollout';
  const rows = Array.from({ length: layers }, (_, layer) =>
    isRollout ? maps.rolloutOfPrompts(layer) : maps.clsToPrompts(layer, state.head),
  );
  const headName =
    state.head === null ? filled(words.captionMean, maps.attention.heads) : filled(words.captionHead, state.head);
  return html`<section aria-labelledby=${titleIds.shares}>
    <h2 id=${titleIds.shares}>${isRollout ? words.rolloutShares : filled(words.sharesOfHead, headName)}</h2>
    ${heat(
      {
        titleId: titleIds.shares,
        corner: words.layer,
        rows: rows.map((_, layer) => String(layer)),
        columns: named(prompts),
        value: (layer, prompt) => rows[layer][prompt] ?? null,
        write: narrowWeight,
        writeScale: weightText,
        describe: (layer, prompt, value) => filled(words.layerShort, layer, prompt, weightText(value)),
        range: rangeOf(rows, true),
        ramp: sequentialRamp,
        total: { title: words.sum, of: layer => narrowWeight(sum(rows[layer])) },
        isChosen: (layer, prompt) => layer === state.layer && prompt === state.prompt,
        choose: (layer, prompt) => actions.change({ layer, prompt }),
      },
      contents,
    )}
    <p class="muted">${words.sharesHelp}</p>
  </section>`;
}

/** Heads by prompts in the chosen layer: how much the class token attends to each prompt. */
export function headTable(contents: Contents, maps: AttentionMaps): TemplateResult {
  const { words, state, actions } = contents;
  const rows = headRows(maps, state.layer);
  return html`<section aria-labelledby=${titleIds.heads}>
    <h2 id=${titleIds.heads}>${filled(words.headsTitle, state.layer)}</h2>
    ${heat(
      {
        titleId: titleIds.heads,
        corner: words.head,
        rows: rows.map((_, head) => String(head)),
        columns: named(maps.promptsOf(state.layer)),
        value: (head, prompt) => rows[head][prompt] ?? null,
        write: narrowWeight,
        writeScale: weightText,
        describe: (head, prompt, value) => `${filled(words.captionHead, head)}, P${prompt}: ${weightText(value)}`,
        range: headRange(maps, state.layer),
        ramp: sequentialRamp,
        total: { title: words.sum, of: head => narrowWeight(sum(rows[head])) },
        isChosen: (head, prompt) => head === state.head && prompt === state.prompt,
        choose: (head, prompt) => actions.change({ head, prompt }),
      },
      contents,
    )}
  </section>`;
}

/** What each head's class token reads of each prompt of a layer. */
export const headRows = (maps: AttentionMaps, layer: number): Float32Array[] =>
  Array.from({ length: maps.attention.heads }, (_, head) => maps.clsToPrompts(layer, head));

export const headRange = (maps: AttentionMaps, layer: number): ValueRange => rangeOf(headRows(maps, layer), true);

/** How alike the prompts of the chosen layer are. */
export function similarityTable(contents: Contents): TemplateResult {
  const { words, state, similarity, problems, actions } = contents;
  const layer = layerOfPrompts(contents, state.layer);
  const count = similarity?.promptsOfLayer[layer] ?? 0;
  const at = (row: number, column: number) =>
    similarity?.similarity[(layer * similarity.prompts + row) * similarity.prompts + column] ?? 0;
  const table: HeatTable = {
    titleId: titleIds.similarity,
    corner: words.prompt,
    rows: named(count),
    columns: named(count),
    value: at,
    write: cosineText,
    writeScale: cosine => cosine.toFixed(0).replace('-', '−'),
    describe: (row, column, value) => filled(words.similarityOf, row, column, value.toFixed(3)),
    range: { low: -1, high: 1 },
    ramp: divergingRamp,
    choose: prompt => actions.change({ prompt }),
  };
  return html`<section aria-labelledby=${titleIds.similarity}>
    <h2 id=${titleIds.similarity}>${filled(words.similarity, layer)}</h2>
    ${problem(problems.similarity)}
    ${
      similarity === undefined
        ? html`<p class="muted">${problems.similarity === undefined ? words.computing : nothing}</p>`
        : count === 0
          ? html`<p class="muted">${words.noPromptsInLayer}</p>`
          : heat(table, contents)
    }
  </section>`;
}

const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
