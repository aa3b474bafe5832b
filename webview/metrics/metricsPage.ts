import { render } from 'lit/html.js';
import { type MetricsMessage, type MetricsWords, metricsMessageSchema } from '../../src/protocol/metricsPanel';
import {
  type MetricsChart,
  type MetricsRequest,
  type MetricsState,
  metricsStateSchema,
} from '../../src/protocol/metricsRequests';
import { connect } from '../bridge/host';
import { onThemeChange, themeColors } from '../bridge/theme';
import { ChartDeck } from './chartDeck';
import { filled } from '../bridge/chartWords';
import { page } from './page';
import { type Look, type PageActions, type PageModel, shownRange } from './pageModel';
import { chartPicture } from './picture';

/** The least time between two redraws of the charts, and between two looks, in milliseconds. */
const interval = 100;

const firstState: MetricsState = {
  runs: [],
  view: { axis: 'step', smoothing: 0, range: null },
  logarithmic: [],
  tables: [],
  module: '',
};

/** The page of the metrics panel: keeps what it shows, and draws it when it has changed and somebody looks. */
export class MetricsPage {
  private readonly host = connect<MetricsMessage, MetricsRequest, MetricsState>({
    message: metricsMessageSchema,
    state: metricsStateSchema,
  });
  private readonly deck = new ChartDeck(() => this.shown, {
    zoom: range => this.actions.zoom(range),
    look: look => this.look(look),
  });
  private words: MetricsWords | undefined;
  private shown: Omit<PageModel, 'words'> = {
    state: this.host.restore() ?? firstState,
    runs: [],
    curves: new Map(),
    log: [],
    isKnown: false,
    pending: new Map(),
    badRates: new Set(),
    problem: '',
    spoken: '',
    look: null,
    values: [],
    theme: themeColors(),
  };
  /** Whether the charts don't show what they should. */
  private areChartsStale = true;
  private drawing: number | undefined;
  private chartsDrawn = Number.NEGATIVE_INFINITY;
  private lookTimer: ReturnType<typeof setTimeout> | undefined;
  private lookSent = Number.NEGATIVE_INFINITY;

  private readonly actions: PageActions = {
    change: change => this.keep({ ...this.shown.state, ...change }),
    view: change => this.setView({ ...this.shown.state.view, ...change }),
    zoom: range => this.setView({ ...this.shown.state.view, range }),
    act: (run, action, peak) => {
      this.host.post({ type: 'act', run, action, ...(peak === undefined ? {} : { peak }) });
      this.set({ pending: new Map(this.shown.pending).set(run, action), problem: '' });
    },
    remove: run => this.host.post({ type: 'remove', run }),
    savePng: chart => void this.savePng(chart),
    saveCsv: chart => this.host.post({ type: 'saveCsv', chart }),
    judgeRate: (run, isBad) => {
      if (isBad === this.shown.badRates.has(run)) return;
      const others = [...this.shown.badRates].filter(other => other !== run);
      this.set({ badRates: new Set(isBad ? [...others, run] : others) });
    },
    dismiss: () => this.set({ problem: '' }),
  };

  start(): void {
    onThemeChange(() => {
      this.areChartsStale = true;
      this.set({ theme: themeColors() });
    });
    document.addEventListener('visibilitychange', () => this.draw());
    this.host.onMessage(message => this.hear(message));
    this.host.post({ type: 'ready', view: this.shown.state.view });
  }

  private hear(message: MetricsMessage): void {
    switch (message.type) {
      case 'opened':
        this.words = message.words;
        this.set({});
        break;
      case 'plotted':
        this.keep({ ...this.shown.state, runs: message.paths });
        break;
      case 'update':
        this.update(message);
        break;
      case 'values':
        if (this.shown.look) this.set({ values: message.runs });
        break;
      case 'acted': {
        const pending = new Map(this.shown.pending);
        pending.delete(message.run);
        this.set({ pending, problem: message.problem ?? this.shown.problem });
        break;
      }
      case 'problem':
        this.set({ problem: message.sentence });
    }
  }

  private update({ runs, curves, log }: Extract<MetricsMessage, { type: 'update' }>): void {
    const plotted = new Set(runs.map(({ run }) => run));
    const all = new Map([...this.shown.curves].filter(([run]) => plotted.has(run)));
    for (const one of curves) all.set(one.run, one);
    const wasUnderWay = new Set(this.shown.runs.filter(({ ended }) => !ended).map(({ run }) => run));
    const ended = runs.filter(({ run, ended }) => ended && wasUnderWay.has(run));
    this.areChartsStale = true;
    this.set({
      runs,
      curves: all,
      log: log ?? this.shown.log,
      isKnown: true,
      spoken:
        ended.map(({ title, state }) => filled(this.words?.ended ?? '', title, state)).join(' ') || this.shown.spoken,
    });
  }

  private setView(view: MetricsState['view']): void {
    this.keep({ ...this.shown.state, view });
    this.host.post({ type: 'view', view });
  }

  private keep(state: MetricsState): void {
    this.host.keep(state);
    this.areChartsStale = true;
    this.set({ state });
  }

  private set(change: Partial<Omit<PageModel, 'words'>>): void {
    this.shown = { ...this.shown, ...change };
    this.draw();
  }

  /** Draws with the next frame; a page that is hidden draws when it is shown. */
  private draw(): void {
    if (document.hidden || this.drawing !== undefined) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = undefined;
      this.drawNow();
    });
  }

  private drawNow(): void {
    const app = document.querySelector<HTMLElement>('#app');
    if (app === null || this.words === undefined) return;
    const model: PageModel = { ...this.shown, words: this.words };
    render(page(model, this.actions), app);
    const wait = this.chartsDrawn + interval - performance.now();
    if (this.areChartsStale && wait <= 0) {
      this.areChartsStale = false;
      const start = performance.now();
      this.deck.draw(app, model);
      // On a slow machine the window has as much time for all else as the charts take.
      this.chartsDrawn = start + Math.max(0, 2 * (performance.now() - start) - interval);
    } else if (this.areChartsStale) setTimeout(() => this.draw(), wait);
    this.deck.drawLook(app);
  }

  /** Asks the host for the values at a place; while one is asked for often, ten times a second. */
  private look(look: Look | null): void {
    clearTimeout(this.lookTimer);
    if (look === null) {
      if (this.shown.look) this.set({ look, values: [] });
      return;
    }
    this.set({ look });
    const ask = () => {
      this.lookSent = performance.now();
      this.host.post({ type: 'look', x: look.place });
    };
    this.lookTimer = setTimeout(ask, Math.max(0, this.lookSent + interval - performance.now()));
  }

  private async savePng(chart: MetricsChart): Promise<void> {
    if (this.words === undefined) return;
    try {
      const picture = await chartPicture(chart, { ...this.shown, words: this.words }, shownRange(this.shown));
      this.host.post({ type: 'savePng', chart, picture });
    } catch (error) {
      this.set({ problem: error instanceof Error ? error.message : String(error) });
    }
  }
}
