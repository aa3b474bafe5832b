import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { NearestPatches } from '../../src/protocol/attentionPanel';
import type { Contents } from './contents';
import { filled } from './filled';
import { layerOfPrompts } from './knowledge';
import { problem } from './problem';

/** The patches of the validation images that are nearest to the chosen prompt: found on demand, as it takes a while. */
export function nearestSection(contents: Contents): TemplateResult {
  const { words, state, nearest, isSearching, problems, progress, actions } = contents;
  return html`<section class="nearest" aria-labelledby="nearest-title">
    <h2 id="nearest-title">${words.nearest}</h2>
    <p class="muted">${words.nearestHelp}</p>
    <p class="search">
      <vscode-button
        appearance="secondary"
        ?disabled=${isSearching || state.prompt === null}
        @click=${actions.findNearest}
        >${state.prompt === null ? words.choosePrompt : filled(words.findNearest, state.prompt, layerOfPrompts(contents, state.layer))}</vscode-button
      >
      ${
        isSearching
          ? html`<progress
                aria-labelledby="nearest-title"
                max=${progress?.total ?? nothing}
                .value=${progress?.done ?? 0}
              ></progress>
              <span role="status"
                >${progress ? `${progress.what} ${progress.done} / ${progress.total}` : words.computing}</span
              >
              <vscode-button appearance="secondary" @click=${actions.cancelNearest}>${words.cancel}</vscode-button>`
          : nothing
      }
    </p>
    ${problem(problems.nearest)} ${nearest ? results(contents, nearest) : nothing}
  </section>`;
}

function results({ words, checkpoints, actions }: Contents, { found, layer, prompt, checkpoint }: NearestPatches) {
  const epoch = checkpoints.find(({ name }) => name === checkpoint)?.epoch ?? checkpoint;
  return html`<h3>${filled(words.nearestResult, prompt, layer, epoch, found.images)}</h3>
    <ol class="patches">
      ${found.patches.map(
        ({ file, className, row, column, similarity, picture }) =>
          html`<li>
            <button
              title=${filled(words.patchOf, file, row, column)}
              @click=${() => {
                actions.change({ image: file });
                actions.point({ row, column });
              }}
            >
              <img src="data:image/png;base64,${picture}" alt="" />
              <span>${similarity.toFixed(2)}</span>
              <span class="muted">${filled(words.classIs, className)}</span>
            </button>
          </li>`,
      )}
    </ol>`;
}
