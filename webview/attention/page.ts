import { type TemplateResult, html, nothing } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import type { AttentionState, MapMode } from '../../src/protocol/attentionRequests';
import { isChecked } from '../bridge/controls';
import type { AttentionMaps } from './attentionMaps';
import { caption, checkpointName } from './caption';
import { type Choice, segments, slider } from './choices';
import type { Contents } from './contents';
import { mapFigures } from './figures';
import { filled } from './filled';
import { imageStrip } from './imageStrip';
import { checkpointOf } from './knowledge';
import { mapFigure, readout } from './mapFigure';
import { nearestSection } from './nearestSection';
import { predictions } from './predictions';
import { promptMaps } from './promptMaps';
import { headTable, shareTable, similarityTable, titleIds } from './promptSections';

/** The attention panel as a template. */
export function page(contents: Contents): TemplateResult {
  const { words, title, checkpoints, problems, shown, isWaiting } = contents;
  return html`
    <header class="title">
      <h1>${title}</h1>
      ${checkpoints.length > 0 ? checkpointSlider(contents) : nothing}
      <span class="muted waiting" role="status">${isWaiting ? words.computing : ''}</span>
    </header>
    ${
      checkpoints.length === 0
        ? html`<p class="muted">${words.noCheckpoint}</p>`
        : html`${imageStrip(contents)} ${attentionProblem(contents)}
          ${
            shown && contents.image !== null
              ? work(contents, shown.maps)
              : html`<p class="muted">${problems.attention || contents.image === null ? nothing : words.loading}</p>`
          }`
    }
  `;
}

const attentionProblem = ({ words, problems, actions }: Contents) =>
  problems.attention === undefined
    ? nothing
    : html`<p class="problem" role="alert">
        ${problems.attention}
        <vscode-button appearance="secondary" @click=${actions.tryAgain}>${words.tryAgain}</vscode-button>
      </p>`;

function checkpointSlider(contents: Contents): TemplateResult {
  const { words, checkpoints, state, actions } = contents;
  const chosen = checkpointOf(contents, state);
  const index = chosen ? checkpoints.indexOf(chosen) : 0;
  const marks = [
    chosen?.step === 0 && words.untrained,
    chosen?.best && words.best,
    index === checkpoints.length - 1 && words.last,
  ];
  return slider(
    {
      id: 'checkpoint',
      label: words.checkpoint,
      value: index,
      last: checkpoints.length - 1,
      text: [chosen && checkpointName(chosen, words), ...marks].filter(Boolean).join(' · '),
    },
    // The image stays, though another may be the first of the list there.
    at => actions.change({ checkpoint: checkpoints[at]?.name ?? null, image: contents.image }),
  );
}

function work(contents: Contents, maps: AttentionMaps): TemplateResult {
  const { attention } = maps;
  const { state, isWaiting } = contents;
  const layout = { clsToPatches: 'wide', rollout: 'wide', clsToPrompts: 'tables' }[String(state.mode)] ?? '';
  return html`
    ${lookControls(contents, maps)}
    <div class="work ${layout}" aria-busy=${isWaiting}>
      <div class="looked-at">${lookedAt(contents, maps)}</div>
      <div class="beside">
        ${promptMaps(contents, maps)}
        <div class="side-by-side">
          ${attention.prompts > 0 ? promptTables(contents, maps) : nothing} ${predictions(contents, maps)}
        </div>
      </div>
    </div>
    ${attention.prompts > 0 ? nearestSection(contents) : nothing}
  `;
}

/** The tables of prompts, which with a hundred of them are large: made anew only if what they show is another. */
function promptTables(contents: Contents, maps: AttentionMaps): TemplateResult {
  const { state, cell, similarity, problems } = contents;
  const { mode, layer, head, prompt } = state;
  const cellOf = (title: string) => (cell?.table === title ? cell : null);
  const shares = [maps, mode === 'rollout', layer, head, prompt, cellOf(titleIds.shares)];
  return html`${guard(shares, () => shareTable(contents, maps))}
  ${guard([similarity, layer, problems.similarity, cellOf(titleIds.similarity)], () => similarityTable(contents))}`;
}

function lookControls({ words, state, chosenHead, actions }: Contents, { attention }: AttentionMaps): TemplateResult {
  const ofPrompts: MapMode[] = attention.prompts > 0 ? ['patchesToPrompts', 'promptsToPatches'] : [];
  const modes: MapMode[] = [
    ...ofPrompts,
    'clsToPatches',
    ...(attention.prompts > 0 ? ['clsToPrompts' as const] : []),
    'rollout',
  ];
  const heads: Choice<number | null>[] = [
    { value: null, text: words.mean },
    ...Array.from({ length: attention.heads }, (_, head) => ({ value: head, text: String(head) })),
  ];
  return html`<div class="look">
    ${segments(
      { name: 'mode', label: words.map, chosen: state.mode },
      modes.map(value => ({ value, text: words[value], help: words[`${value}Help`] })),
      mode => actions.change({ mode }),
    )}
    <p class="muted help">${words[`${state.mode}Help`]}</p>
    <div class="which" ?inert=${state.mode === 'rollout'}>
      ${slider(
        {
          id: 'layer',
          label: words.layer,
          value: state.layer,
          last: attention.layers - 1,
          text: filled(words.layerOf, state.layer, attention.layers - 1),
        },
        layer => actions.change({ layer }),
      )}
      ${segments({ name: 'head', label: words.head, chosen: chosenHead }, heads, head => actions.change({ head }))}
    </div>
  </div>`;
}

function lookedAt(contents: Contents, maps: AttentionMaps): TemplateResult {
  const { words, state, patch, wasCopied, actions } = contents;
  const { picture, grid, notes } = maps.attention;
  const surroundings = { words, picture, grid, patch, ...state, point: actions.point };
  const figures = mapFigures(maps, state);
  const isTable = state.mode === 'clsToPrompts';
  return html`
    ${
      isTable
        ? headTable(contents, maps)
        : html`<div class="figures">${figures.map(figure => mapFigure(figure, surroundings))}</div>
            ${readout(figures, surroundings)}`
    }
    ${!isTable && figures.length === 0 ? html`<p class="muted">${words.noPromptsInLayer}</p>` : nothing}
    ${isTable ? nothing : viewControls(contents)}
    <p class="caption">${captionOf(contents, maps)}</p>
    ${notes.filter(({ about }) => limits(about, state.mode)).map(({ sentence }) => html`<p class="muted">${sentence}</p>`)}
    <p class="buttons">
      <vscode-button appearance="secondary" @click=${actions.savePicture}>${words.savePicture}</vscode-button>
      <vscode-button appearance="secondary" @click=${actions.copyValues}>${words.copyValues}</vscode-button>
      <span class="muted" role="status">${wasCopied ? words.copied : ''}</span>
    </p>
  `;
}

/** Whether a note is about the map that is looked at. */
function limits(about: AttentionMaps['attention']['notes'][number]['about'], mode: MapMode): boolean {
  switch (about) {
    case 'prompts to patches':
      return mode === 'promptsToPatches';
    case 'rollout':
      return mode === 'rollout';
    case 'every map':
      return true;
  }
}

function viewControls({ words, state, actions }: Contents): TemplateResult {
  const percent = Math.round(100 * state.opacity);
  const isRollout = state.mode === 'rollout';
  return html`<div class="view">
    ${slider(
      {
        id: 'opacity',
        label: words.opacity,
        value: percent,
        last: 100,
        step: 5,
        text: percent === 0 ? words.imageAlone : `${percent} %`,
      },
      opacity => actions.change({ opacity: opacity / 100 }),
    )}
    ${segments<AttentionState['scale']>(
      { name: 'scale', label: words.scale, chosen: isRollout && state.scale === 'all' ? 'layer' : state.scale },
      [
        { value: 'map', text: words.scaleMap },
        { value: 'layer', text: isRollout ? words.scaleBoth : words.scaleLayer },
        ...(isRollout ? [] : [{ value: 'all' as const, text: words.scaleAll }]),
      ],
      scale => actions.change({ scale }),
    )}
    <div class="checks">
      <vscode-checkbox
        .checked=${state.fromZero}
        @change=${(event: Event) => actions.change({ fromZero: isChecked(event) })}
        >${words.fromZero}</vscode-checkbox
      >
      <vscode-checkbox
        .checked=${state.smooth}
        @change=${(event: Event) => actions.change({ smooth: isChecked(event) })}
        >${words.smooth}</vscode-checkbox
      >
    </div>
  </div>`;
}

/** Says what is shown and how it was made. */
export function captionOf(contents: Contents, { attention }: AttentionMaps): string {
  const { shown, checkpoints, state, title, words } = contents;
  return caption(
    {
      look: state,
      heads: attention.heads,
      title,
      checkpoint: checkpoints.find(({ name }) => name === shown?.checkpoint),
      image: shown?.image.replace(/^.*[\\/]/, '') ?? '',
    },
    words,
  );
}
