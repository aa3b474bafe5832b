import { type TemplateResult, html, nothing, svg } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { valueOf } from '../bridge/controls';
import type { Actions, Contents } from './contents';
import { fileField } from './field';

const optimizers = ['adamw', 'sgd'] as const;
const optimizerTitles = { adamw: 'AdamW', sgd: 'SGD' };
const schedules = ['cosine', 'linear', 'step', 'constant'] as const;

/** How long and how the experiment is trained. */
export function trainingSection(contents: Contents, actions: Actions): TemplateResult {
  const { setup, catalogue, words } = contents;
  const show = (controls: typeof catalogue.training) => controls.map(control => fileField(control, contents, actions));
  const optimizer = select({
    id: 'optimizer',
    label: words.optimizer,
    value: setup.optimizer,
    options: optimizers.map(id => [id, optimizerTitles[id]]),
    choose: value => {
      const name = optimizers.find(id => id === value);
      if (name) actions.change({ kind: 'optimizer', name });
    },
  });
  const schedule = select({
    id: 'schedule',
    label: words.schedule,
    value: setup.schedule,
    options: schedules.map(id => [id, words[id]]),
    choose: value => {
      const name = schedules.find(id => id === value);
      if (name) actions.change({ kind: 'schedule', name });
    },
  });
  return html`
    <section aria-labelledby="training-title">
      <h2 id="training-title">${words.training}</h2>
      ${show(catalogue.training)} ${optimizer} ${show(catalogue.optimizers[setup.optimizer] ?? [])} ${schedule}
      ${setup.schedule === 'step' ? show(catalogue.stepSchedule) : nothing} ${curve(contents)}
    </section>
  `;
}

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  choose(value: string): void;
}

const select = ({ id, label, value, options, choose }: Choice) => html`
  <div class="control">
    <label for=${id}>${label}</label>
    <select id=${id} class="field wide" .value=${live(value)} @change=${(event: Event) => choose(valueOf(event))}>
      ${options.map(([name, title]) => html`<option value=${name} ?selected=${name === value}>${title}</option>`)}
    </select>
  </div>
`;

/** The learning rate over the training. */
function curve({ setup, words }: Contents): TemplateResult {
  const highest = Math.max(...setup.curve, Number.MIN_VALUE);
  const points = setup.curve.map(
    (rate, index) => `${(300 * index) / (setup.curve.length - 1)},${39 - (38 * rate) / highest}`,
  );
  const peak = setup.values['training.optimizer.learningRate'];
  const epochs = setup.values['training.epochs'];
  return html`<figure class="curve">
    <svg
      viewBox="0 0 300 40"
      preserveAspectRatio="none"
      role="img"
      aria-label="${words.scheduleCurve}: ${setup.schedule}"
    >
      ${svg`<polyline points=${points.join(' ')} />`}
    </svg>
    <figcaption class="muted">
      <span>0</span><span>${words.scheduleCurve}, ${peak}</span><span>${epochs}</span>
    </figcaption>
  </figure>`;
}
