import '../../src/protocol/withoutCompiling';
import { html, render } from 'lit/html.js';
import {
  type CompareMessage,
  type CompareWords,
  type Comparison,
  compareMessageSchema,
} from '../../src/protocol/comparePanel';
import { type CompareRequest, type CompareState, compareStateSchema } from '../../src/protocol/compareRequests';
import { defineControls } from '../bridge/controls';
import { connect } from '../bridge/host';
import { onThemeChange, themeColors } from '../bridge/theme';
import { CurvesChart } from './curvesChart';
import { page } from './page';
import { type CopyFormat, type PageActions, nextSort, rowPoints, sortedRows } from './pageModel';
import { ScatterChart } from './scatterChart';

const host = connect<CompareMessage, CompareRequest, CompareState>({
  message: compareMessageSchema,
  state: compareStateSchema,
});

let state: CompareState = host.restore() ?? { runs: [], baseline: null, sort: null, curvesAsTable: false };
let words: CompareWords | undefined;
let comparison: Comparison | undefined;
let copied: CopyFormat | null = null;
let scatter: ScatterChart | undefined;
let curves: CurvesChart | undefined;

const actions: PageActions = {
  sort: column => keep({ ...state, sort: nextSort(state.sort, column) }),
  baseline: row => {
    keep({ ...state, baseline: row });
    host.post({ type: 'baseline', row });
  },
  copy: format => {
    const rows = sortedRows(comparison?.rows ?? [], state.sort).map(({ row }) => row);
    host.post({ type: 'copy', format, rows });
  },
  showCurvesAsTable: curvesAsTable => keep({ ...state, curvesAsTable }),
};

function keep(changed: CompareState): void {
  state = changed;
  copied = null;
  host.keep(state);
  draw();
}

function draw(): void {
  const app = document.querySelector<HTMLElement>('#app');
  if (app === null || words === undefined) return;
  if (comparison === undefined) {
    render(html`<p class="muted">${words.waiting}</p>`, app);
    return;
  }
  const theme = themeColors();
  render(page({ words, state, comparison, copied, theme }, actions), app);
  const canvas = (id: string) => app.querySelector<HTMLCanvasElement>(`#${id}:not([hidden]) canvas`);
  const { points } = rowPoints(comparison.rows);
  const scatterCanvas = canvas('scatter');
  if (scatterCanvas && points.length > 0) {
    scatter ??= new ScatterChart(scatterCanvas);
    scatter.draw(points, words, theme);
  }
  const curvesCanvas = canvas('curves');
  if (curvesCanvas) {
    curves ??= new CurvesChart(curvesCanvas);
    curves.draw(comparison, words, theme);
  }
}

function hear(message: CompareMessage): void {
  switch (message.type) {
    case 'opened':
      words = message.words;
      keep({ ...state, runs: message.paths });
      break;
    case 'comparison':
      comparison = message;
      draw();
      break;
    case 'copied':
      copied = message.format;
      draw();
  }
}

defineControls();
onThemeChange(draw);
host.onMessage(hear);
host.post({ type: 'ready', baseline: state.baseline });
