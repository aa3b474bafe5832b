import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { Forecast } from '../../src/protocol/inspection';
import type { SetupWords } from '../../src/protocol/setupWords';
import type { Actions, Contents } from './contents';
import { bytes, counted, duration, flops, percent } from './numbers';

const engineTitles: Readonly<Record<string, string>> = { onnxruntime: 'ONNX Runtime', tensorflow: 'TensorFlow' };

/** The experiment's name, what can be done with it, and what it costs in one line. */
export function header({ setup, words, ...contents }: Contents, { ask }: Actions): TemplateResult {
  const { trainable, backboneParameters, head } = setup.ledger;
  const blocked = contents.problem !== undefined;
  return html`
    <header class="top">
      <h1>${setup.name}</h1>
      <div class="buttons">
        <vscode-button ?disabled=${blocked} @click=${() => leadsToWrong() || ask({ type: 'run' })}
          >${words.run}</vscode-button
        >
        <vscode-button
          appearance="secondary"
          ?disabled=${blocked || contents.forecast.state === 'pending'}
          @click=${() => ask({ type: 'forecast' })}
          >${words.forecast}</vscode-button
        >
        <vscode-button appearance="secondary" @click=${() => ask({ type: 'editAsText' })}
          >${words.editAsText}</vscode-button
        >
      </div>
      <p id="totals">
        <span>
          ${words.trainable} <strong>${counted(trainable)}</strong>
          <span class="muted">(${percent(trainable / backboneParameters)})</span> · ${words.head}
          <strong>${counted(head)}</strong> ·
        </span>
        <span class="forecast" aria-live="polite">${cost(contents, words)}</span>
        ${setup.values['training.precision'] === 'float32' ? nothing : html`<span class="muted">· ${words.inFloat32}</span>`}
      </p>
    </header>
  `;
}

/** Goes to a field whose text is not taken, if there is one: whoever starts a run believes that it counts. */
function leadsToWrong(): boolean {
  const wrong = document.querySelector<HTMLElement>('[aria-invalid="true"]');
  wrong?.focus();
  return wrong !== null;
}

/** What the last forecast said, greyed while a new one is made. */
function cost({ forecast, lastForecast }: Pick<Contents, 'forecast' | 'lastForecast'>, words: SetupWords) {
  if (forecast.state === 'problem') return html`<span class="muted">${forecast.sentence}</span>`;
  if (forecast.state === 'known') return numbers(forecast.value, basisOf(forecast.value, words), words);
  if (lastForecast.state !== 'known') return html`<span class="muted">${words.estimating}</span>`;
  return html`<span class="stale">${numbers(lastForecast.value, words.estimating, words)}</span>`;
}

/** How the time is known, and whether what else trained made it longer. */
function basisOf({ basis, besideRuns }: Forecast, words: SetupWords): string {
  const how = basis === 'measured' ? words.measured : words.estimated;
  if (besideRuns === 0) return how;
  return `${how} ${(besideRuns === 1 ? words.besideRun : words.besideRuns).replace('{0}', String(besideRuns))}`;
}

function numbers(
  { flopsPerImage, memoryBytes, secondsPerEpoch, secondsOnce, engine, threads }: Forecast,
  basis: string,
  words: SetupWords,
): TemplateResult {
  const once = secondsOnce > 0.1 * secondsPerEpoch && secondsOnce > 0.5;
  return html`<strong>${flops(flopsPerImage)}</strong>/${words.perImage} · ${words.memory}
    <strong>${bytes(memoryBytes)}</strong> · ${words.memory} <strong>${duration(secondsPerEpoch)}</strong>/${
      words.epoch
    }${once ? html` (${words.firstEpoch} ${duration(secondsOnce)})` : nothing}
    <span class="muted"
      >${words.on} ${engineTitles[engine] ?? engine}, ${counted(threads)}
      ${threads === 1 ? words.thread : words.threads}, <span class="basis">${basis}</span></span
    >`;
}

/** What is wrong with the file or with the last change. */
export function problems({ problem, refused, words }: Contents, { ask }: Actions): TemplateResult {
  return html`<div role="status">
    ${
      problem === undefined
        ? nothing
        : html`<p class="problem">
            ${problem.sentence} <span class="muted">(${words.line} ${problem.line})</span>
            <vscode-button appearance="secondary" @click=${() => ask({ type: 'editAsText' })}
              >${words.openText}</vscode-button
            >
          </p>`
    }
    ${refused === undefined ? nothing : html`<p class="problem">${refused}</p>`}
  </div>`;
}
