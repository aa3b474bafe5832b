import '../../src/protocol/withoutCompiling';
import { render } from 'lit/html.js';
import {
  type ParametersLedger,
  type ParametersMessage,
  type ParametersRequest,
  type ParametersState,
  type ParametersWords,
  parametersMessageSchema,
  parametersStateSchema,
} from '../../src/protocol/parametersPanel';
import { defineControls } from '../bridge/controls';
import { connect } from '../bridge/host';
import { onThemeChange, themeColors } from '../bridge/theme';
import { LayerChart } from './chart';
import { layerBars } from './layerBars';
import { type PageActions, page } from './page';

const host = connect<ParametersMessage, ParametersRequest, ParametersState>({
  message: parametersMessageSchema,
  state: parametersStateSchema,
});

let state: ParametersState = host.restore() ?? { file: '', logScale: false, trainedOnly: true };
let words: ParametersWords | undefined;
let ledger: ParametersLedger | undefined;
let problem: string | undefined;
let chart: LayerChart | undefined;

const actions: PageActions = {
  change: choice => keep({ ...state, ...choice }),
  editAsText: () => host.post({ type: 'editAsText' }),
};

function keep(changed: ParametersState): void {
  state = changed;
  host.keep(state);
  draw();
}

function draw(): void {
  const app = document.querySelector<HTMLElement>('#app');
  if (app === null || words === undefined) return;
  render(page({ words, state, ledger, problem }, actions), app);
  const canvas = app.querySelector('canvas');
  if (canvas === null || ledger === undefined) return;
  // The canvas stays: the ledger is replaced, but never taken away.
  chart ??= new LayerChart(canvas);
  chart.draw(layerBars(ledger), state.logScale, words, themeColors());
}

function hear(message: ParametersMessage): void {
  switch (message.type) {
    case 'opened':
      words = message.words;
      keep({ ...state, file: message.file });
      return;
    case 'ledger':
      ledger = message.ledger;
      problem = undefined;
      break;
    case 'problem':
      problem = message.sentence;
  }
  draw();
}

defineControls();
onThemeChange(draw);
host.onMessage(hear);
host.post({ type: 'ready' });
