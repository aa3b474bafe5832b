import { type TemplateResult, html, nothing } from 'lit/html.js';
import { type AttentionMaps, isPromptMode } from './attentionMaps';
import { divergingRamp, sequentialRamp } from './colourRamp';
import type { Contents } from './contents';
import { promptRange } from './figures';
import { filled } from './filled';
import { problem } from './problem';
import { type HeatTable, heatTable } from './heatTable';
import { layerOfPrompts } from './knowledge';
import { painted } from './painting';
import { type ValueRange, rangeOf } from './valueRange';
import { cosineText, narrowWeight, weightText } from './weightText';

const named = (count: number) => Array.from({ length: count }, (_, prompt) => `P${prompt}`);

/** The map of each prompt of the layer, small, to choose from; and that of all together. */
export function promptMaps(contents: Contents, maps: AttentionMaps): TemplateResult | typeof nothing {
  const { words, state, actions } = contents;
  if (!isPromptMode(state.mode)) return nothing;
  const { mode, layer, head } = state;
  const together = maps.allPrompts(mode, layer, head);
  return html`<section aria-labelledby="prompts-title">
    <h2 id="prompts-title">${filled(words.prompts, layer)}</h2>
    ${
      together === null
        ? html`<p class="muted">${words.noPromptsInLayer}</p>`
        : html`<div class="prompt-maps">
            ${smallMap(together, null)}
            ${maps.prompts(mode, layer, head).map((values, prompt) => smallMap(values, prompt))}
          </div>`
    }
  </section>`;

  function smallMap(values: Float32Array, prompt: number | null): TemplateResult {
    const range = prompt === null ? rangeOf([values], state.fromZero) : promptRange(maps, state, values);
    const help = prompt === null ? (mode === 'patchesToPrompts' ? words.allSum : words.allMean) : nothing;
    return html`<button
      aria-pressed=${prompt === state.prompt}
      title=${help}
      @click=${() => actions.change({ prompt })}
    >
      <canvas
        class="coarse"
        aria-hidden="true"
        ${painted({ values, columns: maps.attention.grid, range, ramp: sequentialRamp })}
      ></canvas>
      <span>${prompt === null ? words.all : `P${prompt}`}</span>
    </button>`;
  }
}

/** Layers by prompts: how much the class token attends to each, or, by rollout, its share of each through all layers. */
export function shareTable({ words, state, actions }: Contents, maps: AttentionMaps): TemplateResult {
  const { layers, prompts } = maps.attention;
  const isRollout = state.mode === 'rollout';
  const rows = Array.from({ length: layers }, (_, layer) =>
    isRollout ? maps.rolloutOfPrompts(layer) : maps.clsToPrompts(layer, state.head),
  );
  const headName =
    state.head === null ? filled(words.captionMean, maps.attention.heads) : filled(words.captionHead, state.head);
  return html`<section aria-labelledby="shares-title">
    <h2 id="shares-title">${isRollout ? words.rolloutShares : filled(words.sharesOfHead, headName)}</h2>
    ${heatTable({
      titleId: 'shares-title',
      corner: words.layer,
      rows: rows.map((_, layer) => String(layer)),
      columns: named(prompts),
      value: (layer, prompt) => rows[layer][prompt] ?? null,
      write: narrowWeight,
      describe: (layer, prompt, value) => filled(words.layerShort, layer, prompt, weightText(value)),
      range: rangeOf(rows, true),
      ramp: sequentialRamp,
      total: { title: words.sum, of: layer => narrowWeight(sum(rows[layer])) },
      isChosen: (layer, prompt) => layer === state.layer && prompt === state.prompt,
      choose: (layer, prompt) => actions.change({ layer, prompt }),
    })}
    <p class="muted">${words.sharesHelp}</p>
  </section>`;
}

/** Heads by prompts in the chosen layer: how much the class token attends to each prompt. */
export function headTable({ words, state, actions }: Contents, maps: AttentionMaps): TemplateResult {
  const rows = headRows(maps, state.layer);
  return html`<section aria-labelledby="heads-title">
    <h2 id="heads-title">${filled(words.headsTitle, state.layer)}</h2>
    ${heatTable({
      titleId: 'heads-title',
      corner: words.head,
      rows: rows.map((_, head) => String(head)),
      columns: named(maps.promptsOf(state.layer)),
      value: (head, prompt) => rows[head][prompt] ?? null,
      write: narrowWeight,
      describe: (head, prompt, value) => `${filled(words.captionHead, head)}, P${prompt}: ${weightText(value)}`,
      range: headRange(maps, state.layer),
      ramp: sequentialRamp,
      total: { title: words.sum, of: head => narrowWeight(sum(rows[head])) },
      isChosen: (head, prompt) => head === state.head && prompt === state.prompt,
      choose: (head, prompt) => actions.change({ head, prompt }),
    })}
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
    titleId: 'similarity-title',
    corner: words.prompt,
    rows: named(count),
    columns: named(count),
    value: at,
    write: cosineText,
    describe: (row, column, value) => filled(words.similarityOf, row, column, value.toFixed(3)),
    range: { low: -1, high: 1 },
    ramp: divergingRamp,
    choose: prompt => actions.change({ prompt }),
  };
  return html`<section aria-labelledby="similarity-title">
    <h2 id="similarity-title">${filled(words.similarity, layer)}</h2>
    ${problem(problems.similarity)}
    ${
      similarity === undefined
        ? html`<p class="muted">${problems.similarity === undefined ? words.computing : nothing}</p>`
        : count === 0
          ? html`<p class="muted">${words.noPromptsInLayer}</p>`
          : heatTable(table)
    }
  </section>`;
}

const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
