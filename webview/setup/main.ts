import '../../src/protocol/withoutCompiling';
import { html, render } from 'lit/html.js';
import { type SetupMessage, setupMessageSchema } from '../../src/protocol/setupPanel';
import { type SetupRequest, type SetupState, setupStateSchema } from '../../src/protocol/setupRequests';
import { defineControls } from '../bridge/controls';
import { connect } from '../bridge/host';
import { onThemeChange, themeColors } from '../bridge/theme';
import type { Actions, Contents } from './contents';
import { layerBars } from './layerBars';
import { LayerChart } from './layerChart';
import { page } from './page';

const host = connect<SetupMessage, SetupRequest, SetupState>({ message: setupMessageSchema, state: setupStateSchema });

let contents: Partial<Contents> & Omit<Contents, 'words' | 'catalogue' | 'setup'> = {
  state: host.restore() ?? {
    logScale: false,
    trainedOnly: true,
    sort: { column: 'order', descending: false },
    budget: null,
    groups: [],
  },
  budget: undefined,
  forecast: { state: 'pending' },
  lastForecast: { state: 'pending' },
  preview: { state: 'pending' },
  lastPreview: { state: 'pending' },
  problem: undefined,
  refused: undefined,
  wrong: new Map(),
  tried: undefined,
};
let chart: LayerChart | undefined;

const actions: Actions = {
  attempt: (key, value, change, back) => {
    become({ tried: { key, value, underWay: true, back }, wrong: wrongBut(other => other === key) });
    host.post({ type: 'try', change });
  },
  commit: (key, value, change, back) => {
    become({ tried: { key, value, underWay: false, back }, wrong: wrongBut(other => other === key) });
    actions.change(change);
  },
  refuse: (key, text) => {
    const wrong = wrongBut(other => other === key);
    if (text === undefined) return become({ wrong });
    const { tried } = contents;
    if (tried?.key === key && tried.underWay) host.post({ type: 'try', change: tried.back });
    become({ wrong: wrong.set(key, text), tried: undefined });
  },
  change: change => {
    if (change.kind === 'method' || change.kind === 'onlyMethod' || change.kind === 'removeMethod') {
      actions.keep({ groups: [] });
      // The fields are those of other settings now.
      become({ wrong: wrongBut(key => key.startsWith('method-')) });
    }
    host.post({ type: 'change', change });
  },
  ask: request => host.post(request),
  keep: changed => {
    const state = { ...contents.state, ...changed };
    host.keep(state);
    become({ state });
  },
};

/** The texts that are not taken, but for those of some fields. */
const wrongBut = (isOut: (key: string) => boolean) => new Map([...contents.wrong].filter(([key]) => !isOut(key)));

function become(changed: Partial<Contents>): void {
  contents = { ...contents, ...changed };
  draw();
}

function draw(): void {
  const app = document.querySelector<HTMLElement>('#app');
  const { words, catalogue, setup, problem } = contents;
  if (app === null || words === undefined || catalogue === undefined) return;
  if (setup === undefined) {
    const openText = () => host.post({ type: 'editAsText' });
    const said =
      problem === undefined
        ? html`<p>${words.waiting}</p>`
        : html`<p class="problem" role="status">${problem.sentence}</p>
            <vscode-button @click=${openText}>${words.openText}</vscode-button>`;
    render(said, app);
    return;
  }
  render(page({ ...contents, words, catalogue, setup }, actions), app);
  const canvas = app.querySelector('canvas');
  if (canvas === null) return;
  // The canvas stays: the ledger is replaced, but never taken away.
  chart ??= new LayerChart(canvas);
  chart.draw(layerBars(setup.ledger), contents.state.logScale, words, themeColors());
}

function hear(message: SetupMessage): void {
  switch (message.type) {
    case 'opened':
      return become({ words: message.words, catalogue: message.catalogue });
    case 'setup': {
      const { setup } = message;
      // While a control moves, what it says is newer than what the host has heard.
      const tried = contents.tried?.underWay ? contents.tried : undefined;
      return become({ setup, problem: undefined, refused: undefined, tried });
    }
    case 'budget':
      return become({ budget: message.budget });
    case 'problem': {
      const { sentence, line, json } = message;
      return become({ problem: { sentence, line, json }, refused: undefined, tried: undefined });
    }
    case 'refused': {
      const tried = contents.tried?.underWay ? contents.tried : undefined;
      return become({ refused: message.sentence, tried });
    }
    case 'forecast': {
      const { forecast } = message;
      return become({ forecast, ...(forecast.state === 'known' && { lastForecast: forecast }) });
    }
    case 'preview': {
      const { preview } = message;
      return become({ preview, ...(preview.state === 'known' && { lastPreview: preview }) });
    }
  }
}

defineControls();
onThemeChange(draw);
host.onMessage(hear);
host.post({ type: 'ready', budget: contents.state.budget });
